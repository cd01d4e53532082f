package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.Kubectl;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Faults;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SettableClock;
import dev.jobreflector.simulator.SimulatorOptions;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people see and do with kubectl while the operator reflects. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlViewIT {

  // Ahead of real time, so that no job is older than the resource made for it.
  private final SettableClock clock = SettableClock.at(Instant.now().plusSeconds(3600));
  private final SageMakerSimulator simulator =
      SageMakerSimulator.start(SimulatorOptions.defaults().withClock(clock));
  private final RealApiServer server;
  private final JobsNamespace jobs;
  private OperatorProcess operator;

  KubectlViewIT(RealApiServer server, Namespace namespace) {
    this.server = server;
    this.jobs = new JobsNamespace(server, namespace.getMetadata().getName());
  }

  @BeforeAll
  void start() {
    server.applyCrd();
    Duration oneYear = Duration.ofDays(365);
    simulator
        .plans()
        .byDefault(JobPlan.defaults().unending().lasting(oneYear, oneYear, Duration.ofSeconds(30)));
    operator =
        OperatorProcess.start(
            Command.of("kubectl-view", server.kubeconfig(), jobs.name(), simulator.endpoint()));
  }

  @AfterAll
  void stop() {
    operator.close();
    simulator.close();
  }

  @Test
  void get_shows_where_the_job_stands() {
    begin("listed");

    List<List<String>> table = jobs.table("get", "smoj", "listed");

    assertThat(table.get(0))
        .containsExactly("NAME", "STATUS", "READY", "INSTANCE", "STARTED", "ENDED", "AGE");
    assertThat(table.get(1).subList(0, 4))
        .containsExactly("listed", "STARTING", "Unknown", "ml.g5.12xlarge");
  }

  @Test
  void get_wide_shows_the_image_and_why() {
    begin("listed-wide");
    simulator.jobs().complete("listed-wide", "example.com/djl:7");
    jobs.awaitJobStatus("listed-wide", "COMPLETED");

    List<List<String>> table = jobs.table("get", "smoj", "listed-wide", "-o", "wide");

    assertThat(table.get(0))
        .containsSubsequence("AGE", "REASON", "IMAGE", "REGION", "JOB", "MESSAGE");
    assertThat(table.get(1))
        .startsWith("listed-wide", "COMPLETED", "True", "ml.g5.12xlarge")
        .endsWith(
            "Completed",
            "example.com/djl:7",
            "us-east-1",
            "listed-wide",
            "The job completed; recommended inference image: example.com/djl:7");
  }

  @Test
  void describe_shows_conditions_and_events() {
    begin("described");
    simulator.jobs().fail("described", "ClientError: out of memory");
    jobs.awaitJobStatus("described", "FAILED");

    String described = jobs.kubectl("describe", "smoj", "described");

    assertThat(described)
        .contains("Optimization Job Status:", "Failure Reason:", "ClientError: out of memory")
        .containsPattern("Warning\\s+Failed\\s+.*job-reflector\\s+STARTING to FAILED after ");
  }

  @Test
  void events_are_found_for_the_resource() {
    begin("told");

    String events = jobs.kubectl("events", "--for", "optimizationjob/told");

    assertThat(events)
        .containsPattern("Normal +Starting +OptimizationJob/told +STARTING when first seen");
  }

  @ParameterizedTest
  @MethodSource("namesOfResources")
  void events_are_listed_in_the_order_of_the_life(String resource, String job) {
    live(resource, job, JobStatus.COMPLETED);

    assertListed(resource, "Starting", "InProgress", "Completed");
  }

  static Stream<Arguments> namesOfResources() {
    return Stream.of(
        arguments("in-order", "in-order"),
        arguments("in.order.with-dots", "in-order-dots"),
        arguments(("l".repeat(62) + ".").repeat(4) + "l", "in-order-long"),
        arguments("in-order-too", "in-order-too"));
  }

  @Test
  void events_of_a_job_that_was_recreated_are_listed_after_those_of_the_first() {
    live("in-order-again", "in-order-again", JobStatus.FAILED);
    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().recreate("in-order-again");
    jobs.request("in-order-again", "recreated");
    jobs.awaitJobStatus("in-order-again", "STARTING");
    step("in-order-again", "in-order-again", JobStatus.INPROGRESS);

    assertListed(
        "in-order-again",
        "Starting",
        "InProgress",
        "Failed",
        "Recreated",
        "Starting",
        "InProgress");
  }

  @Test
  void events_of_a_job_that_was_missed_at_first_are_listed_after_it_was_missed() {
    jobs.apply("in-order-late", "optimizationJobName: in-order-late");
    jobs.awaitReason("in-order-late", "Synced", "JobNotFound");
    live("in-order-late", "in-order-late", JobStatus.STOPPED);

    assertListed("in-order-late", "JobNotFound", "Recovered", "Starting", "InProgress", "Stopped");
  }

  private void live(String resource, String job, JobStatus end) {
    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().create(job);
    jobs.apply(resource, "optimizationJobName: " + job);
    jobs.request(resource, "now");
    jobs.awaitJobStatus(resource, "STARTING");
    step(resource, job, JobStatus.INPROGRESS);
    step(resource, job, end);
  }

  private void step(String resource, String job, JobStatus status) {
    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().transition(job, status);
    jobs.awaitJobStatus(resource, status.name());
  }

  private void assertListed(String resource, String... reasons) {
    assertThat(
            jobs.kubectl("describe", "smoj", resource)
                .replaceFirst("(?s).*\nEvents:\n.*?----\n", "")
                .lines()
                .map(line -> line.trim().split("\\s+", -1)[1]))
        .as("kubectl describe")
        .containsExactly(reasons);
    String[] list = {
      "get",
      "events",
      "--field-selector=involvedObject.name=" + resource,
      "--no-headers",
      "-o=custom-columns=REASON:.reason"
    };
    assertThat(jobs.kubectl(list).lines()).as("kubectl get events").containsExactly(reasons);
    String[] sorted = Arrays.copyOf(list, list.length + 1);
    sorted[list.length] = "--sort-by=.metadata.name";
    assertThat(jobs.kubectl(sorted).lines()).as("kubectl --sort-by").containsExactly(reasons);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "STOPPED"})
  void wait_for_finished_ends_however_the_job_ends(JobStatus end) {
    String name = "waited-for-" + end.name().toLowerCase(java.util.Locale.ROOT);
    begin(name);
    try (Kubectl.Running wait =
        jobs.kubectlBackground(
            "wait", "--for=condition=Finished", "--timeout=60s", "smoj/" + name)) {
      assertThat(wait.isAlive()).isTrue();

      simulator.jobs().transition(name, end);

      assertThat(wait.waitFor(Duration.ofSeconds(60))).isZero();
      assertThat(wait.output()).contains(name + " condition met");
    }
  }

  @Test
  void resources_are_selected_by_the_status_of_their_job() {
    begin("selected");
    simulator.jobs().transition("selected", JobStatus.STOPPING);
    jobs.awaitJobStatus("selected", "STOPPING");
    begin("not-selected");

    assertThat(
            jobs.kubectl(
                "get",
                "smoj",
                "-o",
                "name",
                "--field-selector",
                "status.optimizationJobStatus=STOPPING,status.region=us-east-1"
                    + ",status.accountId=123456789012,status.optimizationJobName=selected"))
        .isEqualTo("optimizationjob.sagemaker.jobreflector.dev/selected\n");
  }

  @Test
  void an_applied_manifest_has_no_diff_while_the_job_is_reflected() {
    begin("manifest");
    String manifest = jobs.manifest("manifest", "");

    // kubectl diff ends with 1 where there is one.
    assertThat(jobs.kubectlWithInput(manifest, "diff", "-f", "-")).isEmpty();
    assertThat(jobs.kubectlWithInput(manifest, "apply", "-f", "-")).endsWith("unchanged\n");
    assertThat(jobs.kubectlWithInput(manifest, "apply", "--server-side", "-f", "-"))
        .endsWith("serverside-applied\n");
    assertThat(JobsNamespace.jobStatus(jobs.get("manifest"))).isEqualTo("STARTING");
  }

  @Test
  void a_resource_is_deleted_at_once_though_aws_is_down() {
    begin("deleted");
    Faults.Injection outage = simulator.faults().inject(Fault.droppedConnection());
    try {
      jobs.request("deleted", "while-down");
      await().until(() -> outage.hits() > 0);

      jobs.kubectl("delete", "smoj", "deleted", "--timeout=5s");

      assertThat(jobs.get("deleted")).isNull();
    } finally {
      outage.remove();
    }
  }

  @Test
  void a_deleted_resource_is_polled_no_more() {
    begin("forgotten");
    begin("remembered");
    jobs.kubectl("delete", "smoj", "forgotten");
    awaitPolls("remembered", 1);
    int before = simulator.calls().calls("forgotten").size();

    awaitPolls("remembered", 3);

    assertThat(simulator.calls().calls("forgotten")).hasSize(before);
  }

  @Test
  void a_resource_made_again_is_reflected_anew() {
    OptimizationJob first = begin("remade");
    jobs.kubectl("delete", "smoj", "remade");
    jobs.apply("remade");

    OptimizationJob second = jobs.awaitJobStatus("remade", "STARTING");

    assertThat(second.getMetadata().getUid()).isNotEqualTo(first.getMetadata().getUid());
    assertThat(jobs.events("remade")).containsExactly("Normal Starting", "Normal Starting");
  }

  private OptimizationJob begin(String name) {
    simulator.jobs().create(name);
    jobs.apply(name);
    return jobs.awaitJobStatus(name, "STARTING");
  }

  private void awaitPolls(String job, int more) {
    int before = simulator.calls().calls(job).size();
    await(more + " polls of " + job)
        .atMost(Duration.ofSeconds(60))
        .until(() -> simulator.calls().calls(job).size() >= before + more);
  }
}

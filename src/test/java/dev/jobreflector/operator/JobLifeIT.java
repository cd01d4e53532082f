package dev.jobreflector.operator;

import static dev.jobreflector.operator.JobsNamespace.condition;
import static dev.jobreflector.operator.JobsNamespace.conditions;
import static dev.jobreflector.operator.JobsNamespace.jobStatus;
import static dev.jobreflector.operator.JobsNamespace.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.StateTransition;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobRecord;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SampleRequests;
import dev.jobreflector.simulator.SettableClock;
import dev.jobreflector.simulator.SimulatorClients;
import dev.jobreflector.simulator.SimulatorOptions;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** What a resource shows while its job lives: status, conditions and Events at every step. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobLifeIT {

  private static final String IMAGE = "example.com/djl-inference:7";
  private static final Duration ONE_YEAR = Duration.ofDays(365);

  // Ahead of real time, so that no job is older than the resource made for it.
  private final SettableClock clock =
      SettableClock.at(Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
  private final SageMakerSimulator simulator =
      SageMakerSimulator.start(SimulatorOptions.defaults().withClock(clock));
  private final RealApiServer server;
  private final JobsNamespace jobs;
  private OperatorProcess operator;

  JobLifeIT(RealApiServer server, Namespace namespace) {
    this.server = server;
    this.jobs = new JobsNamespace(server, namespace.getMetadata().getName());
  }

  @BeforeAll
  void start() {
    server.applyCrd();
    simulator
        .plans()
        .byDefault(
            JobPlan.defaults().unending().lasting(ONE_YEAR, ONE_YEAR, Duration.ofSeconds(30)));
    operator =
        OperatorProcess.start(
            Command.of("job-life", server.kubeconfig(), jobs.name(), simulator.endpoint()));
  }

  @AfterAll
  void stop() {
    operator.close();
    simulator.close();
  }

  @Test
  void a_starting_job_is_shown_as_reconciling() {
    simulator.jobs().create("starting");

    jobs.apply("starting");

    OptimizationJob shown = jobs.awaitJobStatus("starting", "STARTING");
    assertThat(conditions(shown))
        .containsExactly(
            "Finished False/Starting",
            "Ready Unknown/Starting",
            "Reconciling True/Starting",
            "Synced True/Described");
    assertThat(shown.getStatus().observedGeneration()).isEqualTo(1);
    assertThat(shown.getStatus().region()).isEqualTo("us-east-1");
    assertThat(shown.getStatus().accountId()).isEqualTo("123456789012");
    assertThat(jobs.events("starting")).containsExactly("Normal Starting");
    assertThat(jobs.notes("starting")).containsExactly("STARTING when first seen");
  }

  @Test
  void a_job_is_followed_until_it_completes() {
    begin("completes");

    OptimizationJob running = step("completes", JobStatus.INPROGRESS, Duration.ofSeconds(130));
    assertThat(conditions(running))
        .containsExactly(
            "Finished False/InProgress",
            "Ready Unknown/InProgress",
            "Reconciling True/InProgress",
            "Synced True/Described");
    assertThat(running.getStatus().description().optimizationStartTime())
        .isEqualTo(clock.instant());

    clock.advance(Duration.ofHours(1));
    simulator.jobs().complete("completes", IMAGE);
    OptimizationJob completed = jobs.awaitJobStatus("completes", "COMPLETED");
    assertThat(conditions(completed))
        .containsExactly(
            "Complete True/Completed",
            "Finished True/Completed",
            "Ready True/Completed",
            "Synced True/Described");
    assertThat(completed.getStatus().description().optimizationEndTime())
        .isEqualTo(clock.instant());
    assertThat(completed.getStatus().description().optimizationOutput().recommendedInferenceImage())
        .isEqualTo(IMAGE);
    assertThat(completed.getStatus().transitions())
        .extracting(StateTransition::optimizationJobStatus)
        .containsExactly("STARTING", "INPROGRESS", "COMPLETED");
    assertThat(jobs.events("completes"))
        .containsExactly("Normal Starting", "Normal InProgress", "Normal Completed");
    assertThat(jobs.notes("completes"))
        .containsExactly(
            "STARTING when first seen",
            "STARTING to INPROGRESS after 2m10s",
            "INPROGRESS to COMPLETED after 1h; recommended inference image: " + IMAGE);
  }

  @Test
  void a_failed_job_shows_its_reason_and_a_warning() {
    begin("fails");
    step("fails", JobStatus.INPROGRESS, Duration.ofSeconds(60));

    clock.advance(Duration.ofSeconds(5));
    simulator.jobs().fail("fails", "ClientError: out of memory");

    OptimizationJob failed = jobs.awaitJobStatus("fails", "FAILED");
    assertThat(conditions(failed))
        .containsExactly(
            "Failed True/Failed",
            "Finished True/Failed",
            "Ready False/Failed",
            "Stalled True/Failed",
            "Synced True/Described");
    assertThat(message(failed, "Ready")).isEqualTo("ClientError: out of memory");
    assertThat(failed.getStatus().description().failureReason())
        .isEqualTo("ClientError: out of memory");
    assertThat(jobs.events("fails"))
        .containsExactly("Normal Starting", "Normal InProgress", "Warning Failed");
    assertThat(jobs.notes("fails"))
        .endsWith("INPROGRESS to FAILED after 5s: ClientError: out of memory");
  }

  @Test
  void a_stopped_job_is_followed_through_stopping() {
    begin("stops");
    step("stops", JobStatus.INPROGRESS, Duration.ofSeconds(60));

    try (SageMakerClient client = SimulatorClients.of(simulator)) {
      client.stopOptimizationJob(request -> request.optimizationJobName("stops"));
    }
    OptimizationJob stopping = jobs.awaitJobStatus("stops", "STOPPING");
    clock.advance(Duration.ofSeconds(30));
    OptimizationJob stopped = jobs.awaitJobStatus("stops", "STOPPED");

    assertThat(conditions(stopping))
        .containsExactly(
            "Finished False/Stopping",
            "Ready Unknown/Stopping",
            "Reconciling True/Stopping",
            "Synced True/Described");
    assertThat(conditions(stopped))
        .containsExactly(
            "Failed True/Stopped",
            "Finished True/Stopped",
            "Ready False/Stopped",
            "Stalled True/Stopped",
            "Synced True/Described");
    assertThat(jobs.events("stops"))
        .containsExactly(
            "Normal Starting", "Normal InProgress", "Normal Stopping", "Normal Stopped");
  }

  @Test
  void a_status_that_nobody_knows_is_shown_as_it_came() {
    begin("unknown");

    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().transition("unknown", "HIBERNATING");

    OptimizationJob shown = jobs.awaitJobStatus("unknown", "HIBERNATING");
    assertThat(conditions(shown))
        .containsExactly(
            "Finished False/UnknownStatus",
            "Ready Unknown/UnknownStatus",
            "Reconciling True/UnknownStatus",
            "Synced True/Described");
    assertThat(message(shown, "Ready")).contains("HIBERNATING");
    assertThat(jobs.events("unknown")).containsExactly("Normal Starting", "Normal UnknownStatus");
  }

  @Test
  void a_job_that_is_not_there_is_told_after_the_grace_time_and_found_when_it_comes() {
    jobs.apply("absent");

    OptimizationJob early =
        jobs.await("absent", job -> condition(job, "Ready").endsWith("/JobNotFound"));
    assertThat(conditions(early))
        .containsExactly(
            "Finished False/JobNotFound",
            "Ready Unknown/JobNotFound",
            "Reconciling True/JobNotFound");
    assertThat(message(early, "Ready"))
        .startsWith("SageMaker has no optimization job named absent in us-east-1")
        .endsWith(
            " yet. The operator polls it again. Ready becomes False if the job is still absent"
                + " after 3 s.");

    OptimizationJob late = jobs.awaitReason("absent", "Synced", "JobNotFound");
    assertThat(conditions(late))
        .containsExactly(
            "Finished False/JobNotFound",
            "Ready False/JobNotFound",
            "Stalled True/JobNotFound",
            "Synced False/JobNotFound");
    assertThat(message(late, "Ready"))
        .contains("SageMaker has no optimization job named absent in us-east-1");
    assertThat(jobs.events("absent")).containsExactly("Warning JobNotFound");

    simulator.jobs().create("absent");
    jobs.request("absent", "now");
    OptimizationJob found = jobs.awaitJobStatus("absent", "STARTING");
    assertThat(condition(found, "Stalled")).isEmpty();
    assertThat(jobs.events("absent"))
        .containsExactlyInAnyOrder("Warning JobNotFound", "Normal Starting", "Normal Recovered");
  }

  @Test
  void a_job_removed_before_its_end_is_finished_and_keeps_its_fields() {
    begin("removed");

    simulator.jobs().remove("removed");

    OptimizationJob shown = jobs.awaitReason("removed", "Synced", "JobNotFound");
    assertThat(conditions(shown))
        .containsExactly(
            "Finished True/JobNotFound",
            "Ready False/JobNotFound",
            "Stalled True/JobNotFound",
            "Synced False/JobNotFound");
    assertThat(jobStatus(shown)).isEqualTo("STARTING");
    assertThat(shown.getStatus().description().roleArn()).isNotEmpty();
    assertThat(jobs.events("removed")).containsExactly("Normal Starting", "Warning JobNotFound");
  }

  @Test
  void a_job_removed_after_its_end_stays_as_it_was() {
    begin("kept");
    OptimizationJob before = step("kept", JobStatus.COMPLETED, Duration.ofSeconds(60));

    simulator.jobs().remove("kept");
    jobs.request("kept", "still-there");

    OptimizationJob after = jobs.awaitAnswered("kept", "still-there");
    assertThat(after.getStatus().description()).isEqualTo(before.getStatus().description());
    assertThat(conditions(after)).isEqualTo(conditions(before));
  }

  @Test
  void a_job_made_again_under_its_name_begins_a_new_story() {
    begin("again");
    step("again", JobStatus.FAILED, Duration.ofSeconds(60));

    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().recreate("again");
    jobs.request("again", "made-again");

    OptimizationJob shown = jobs.awaitJobStatus("again", "STARTING");
    assertThat(shown.getStatus().description().creationTime()).isEqualTo(clock.instant());
    assertThat(shown.getStatus().description().failureReason()).isNull();
    assertThat(shown.getStatus().transitions()).hasSize(1);
    assertThat(condition(shown, "Failed")).isEmpty();
    assertThat(jobs.events("again"))
        .containsExactly(
            "Normal Starting", "Warning Failed", "Normal Recreated", "Normal Starting");
  }

  @Test
  void an_old_job_is_imported_without_events() {
    Instant created = Instant.now().minus(2, ChronoUnit.DAYS);
    simulator.jobs().put(JobRecord.of("old", created, JobPlan.defaults().failing()));

    jobs.apply("old");

    OptimizationJob shown = jobs.awaitJobStatus("old", "FAILED");
    assertThat(shown.getStatus().transitions()).hasSize(1);
    assertThat(jobs.events("old")).isEmpty();
  }

  @Test
  void a_request_by_annotation_is_answered_for_a_finished_job_and_echoed() {
    begin("requested");
    step("requested", JobStatus.COMPLETED, Duration.ofSeconds(60));
    int before = simulator.calls().calls("requested").size();

    jobs.request("requested", "2026-11-24T01:02:03Z");

    jobs.awaitAnswered("requested", "2026-11-24T01:02:03Z");
    assertThat(simulator.calls().calls("requested")).hasSize(before + 1);
  }

  @Test
  void a_suspended_resource_asks_nothing_and_keeps_what_is_known() {
    begin("suspended");
    jobs.apply("suspended", "suspend: true");
    OptimizationJob suspended = jobs.awaitReason("suspended", "Synced", "Suspended");
    assertThat(conditions(suspended))
        .containsExactly(
            "Finished False/Starting", "Ready Unknown/Starting", "Synced Unknown/Suspended");
    assertThat(suspended.getStatus().observedGeneration()).isEqualTo(2);

    simulator.jobs().transition("suspended", JobStatus.INPROGRESS);
    jobs.request("suspended", "waits");
    int before = simulator.calls().calls("suspended").size();
    begin("suspended-witness");
    awaitPolls("suspended-witness", 3);
    assertThat(simulator.calls().calls("suspended")).hasSize(before);
    assertThat(jobStatus(jobs.get("suspended"))).isEqualTo("STARTING");

    jobs.apply("suspended", "suspend: false");
    jobs.awaitJobStatus("suspended", "INPROGRESS");
    OptimizationJob resumed = jobs.awaitAnswered("suspended", "waits");
    assertThat(condition(resumed, "Synced")).isEqualTo("Synced True/Described");
  }

  @Test
  void resources_of_one_job_share_its_polls() {
    simulator.jobs().create("shared");
    begin("alone");
    jobs.apply("shared-one", "optimizationJobName: shared");
    jobs.apply("shared-two", "optimizationJobName: shared");
    jobs.awaitJobStatus("shared-one", "STARTING");
    jobs.awaitJobStatus("shared-two", "STARTING");
    int before = simulator.calls().calls("shared").size();

    awaitPolls("alone", 6);

    assertThat(simulator.calls().calls("shared").size() - before).isBetween(4, 9);
    step("shared", JobStatus.INPROGRESS, Duration.ofSeconds(60), "shared-one");
    jobs.awaitJobStatus("shared-two", "INPROGRESS");
    assertThat(jobs.events("shared-two")).containsExactly("Normal Starting", "Normal InProgress");
  }

  @Test
  void a_poll_that_learns_nothing_writes_nothing() {
    String version = begin("quiet").getMetadata().getResourceVersion();

    awaitPolls("quiet", 4);

    assertThat(jobs.get("quiet").getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(jobs.events("quiet")).containsExactly("Normal Starting");
  }

  @Test
  void the_operator_owns_the_status_and_nothing_else() {
    OptimizationJob shown = begin("owned");

    assertThat(shown.getMetadata().getManagedFields())
        .filteredOn(entry -> !entry.getManager().startsWith("kubectl"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getManager()).isEqualTo("job-reflector");
              assertThat(entry.getOperation()).isEqualTo("Update");
              assertThat(entry.getSubresource()).isEqualTo("status");
              assertThat(entry.getFieldsV1().getAdditionalProperties())
                  .containsOnlyKeys("f:status");
            });
    assertThat(shown.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void secrets_in_the_environment_are_not_shown() {
    simulator
        .jobs()
        .put(
            JobRecord.of(
                "secret",
                clock.instant(),
                JobPlan.defaults().unending(),
                SampleRequests.everything()));

    OptimizationJob shown = applied("secret");

    assertThat(shown.getStatus().description().optimizationEnvironment())
        .isEqualTo(Map.of("OPTION_DTYPE", "fp16", "HF_TOKEN", "REDACTED"));
    assertThat(jobs.kubectl("get", "smoj", "secret", "-o", "yaml"))
        .doesNotContain("hf_notARealToken");
  }

  @Test
  void a_job_whose_name_no_resource_can_have_is_named_by_the_spec() {
    simulator.jobs().create("Llama-3-AWQ");

    jobs.apply("llama", "optimizationJobName: Llama-3-AWQ");

    OptimizationJob shown = jobs.awaitJobStatus("llama", "STARTING");
    assertThat(shown.getStatus().description().optimizationJobName()).isEqualTo("Llama-3-AWQ");
  }

  @Test
  void a_region_that_is_not_allowed_is_never_asked() {
    jobs.apply("abroad", "region: eu-west-1");

    OptimizationJob shown = jobs.awaitReason("abroad", "Synced", "InvalidConfiguration");
    assertThat(conditions(shown))
        .containsExactly(
            "Finished False/InvalidConfiguration",
            "Ready False/InvalidConfiguration",
            "Stalled True/InvalidConfiguration",
            "Synced False/InvalidConfiguration");
    assertThat(message(shown, "Synced"))
        .contains("Region eu-west-1 is not on the operator's list of allowed regions");
    assertThat(jobs.events("abroad")).containsExactly("Warning InvalidConfiguration");
    assertThat(simulator.calls().calls("abroad")).isEmpty();
  }

  private OptimizationJob begin(String name) {
    simulator.jobs().create(name);
    return applied(name);
  }

  private OptimizationJob applied(String name) {
    jobs.apply(name);
    return jobs.await(name, job -> condition(job, "Synced").equals("Synced True/Described"));
  }

  private OptimizationJob step(String job, JobStatus status, Duration after) {
    return step(job, status, after, job);
  }

  private OptimizationJob step(String job, JobStatus status, Duration after, String resource) {
    clock.advance(after);
    simulator.jobs().transition(job, status);
    return jobs.awaitJobStatus(resource, status.name());
  }

  private void awaitPolls(String job, int more) {
    int before = simulator.calls().calls(job).size();
    await(more + " polls of " + job)
        .atMost(Duration.ofSeconds(60))
        .until(() -> simulator.calls().calls(job).size() >= before + more);
  }
}

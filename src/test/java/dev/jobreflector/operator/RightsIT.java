package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.Kubectl;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SettableClock;
import dev.jobreflector.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rights that the operator needs, as a ServiceAccount's token has them; and each one missing.
 */
@ExtendWith(RealApiServerExtension.class)
class RightsIT {

  /** All that the operator needs, and nothing that it does not. */
  private enum Right {
    LIST_JOBS("sagemaker.jobreflector.dev", "optimizationjobs", "list"),
    WATCH_JOBS("sagemaker.jobreflector.dev", "optimizationjobs", "watch"),
    PATCH_STATUS("sagemaker.jobreflector.dev", "optimizationjobs/status", "patch"),
    CREATE_EVENTS("events.k8s.io", "events", "create"),
    GET_LEASES("coordination.k8s.io", "leases", "get"),
    CREATE_LEASES("coordination.k8s.io", "leases", "create"),
    UPDATE_LEASES("coordination.k8s.io", "leases", "update"),
    PATCH_LEASES("coordination.k8s.io", "leases", "patch");

    private final String group;
    private final String resource;
    private final String verb;

    Right(String group, String resource, String verb) {
      this.group = group;
      this.resource = resource;
      this.verb = verb;
    }

    String rule() {
      return "{apiGroups: [%s], resources: [%s], verbs: [%s]}".formatted(group, resource, verb);
    }

    String[] canI() {
      String[] parts = resource.split("/", -1);
      String type = parts[0] + "." + group;
      return parts.length == 1
          ? new String[] {"auth", "can-i", verb, type}
          : new String[] {"auth", "can-i", verb, type, "--subresource=" + parts[1]};
    }
  }

  private final SettableClock clock = SettableClock.at(Instant.now().plusSeconds(3600));
  private final SageMakerSimulator simulator =
      SageMakerSimulator.start(SimulatorOptions.defaults().withClock(clock));
  private final RealApiServer server;
  private JobsNamespace jobs;

  RightsIT(RealApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void createNamespace() {
    server.applyCrd();
    Duration oneYear = Duration.ofDays(365);
    simulator
        .plans()
        .byDefault(JobPlan.defaults().unending().lasting(oneYear, oneYear, Duration.ofSeconds(30)));
    jobs = new JobsNamespace(server, server.createNamespace("rights").getMetadata().getName());
    simulator.jobs().create("job");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_whole_life_is_reflected_with_these_rights() {
    try (OperatorProcess operator = OperatorProcess.start(command(allBut()))) {
      jobs.apply("job");
      jobs.awaitJobStatus("job", "STARTING");
      clock.advance(Duration.ofSeconds(60));
      simulator.jobs().transition("job", JobStatus.INPROGRESS);
      jobs.awaitJobStatus("job", "INPROGRESS");
      jobs.apply("job", "suspend: true");
      jobs.awaitReason("job", "Synced", "Suspended");
      jobs.apply("job", "suspend: false");
      clock.advance(Duration.ofSeconds(60));
      simulator.jobs().complete("job", null);
      jobs.awaitJobStatus("job", "COMPLETED");

      assertThat(jobs.events("job"))
          .containsExactly("Normal Starting", "Normal InProgress", "Normal Completed");
      assertThat(operator.stop()).isZero();
      assertThat(operator.log()).contains("released").doesNotContain("orbidden", "ERROR", "WARN");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIST_JOBS", "WATCH_JOBS"})
  void without_the_right_to_read_resources_it_does_not_start(Right missing) {
    try (OperatorProcess operator = OperatorProcess.launch(command(allBut(missing)))) {
      assertThat(operator.awaitExit()).isEqualTo(1);
      assertThat(operator.log())
          .contains(
              "Cannot start: The operator may not "
                  + missing.verb
                  + " optimizationjobs.sagemaker.jobreflector.dev in namespace "
                  + jobs.name()
                  + ": grant its ServiceAccount list and watch");
      assertThat(operator.log().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GET_LEASES", "CREATE_LEASES", "UPDATE_LEASES"})
  void without_the_right_to_lease_it_does_not_start(Right missing) {
    try (OperatorProcess operator = OperatorProcess.launch(command(allBut(missing)))) {
      assertThat(operator.awaitExit()).isEqualTo(1);
      assertThat(operator.log())
          .contains(
              "Cannot start: No permission to lease resource. in namespace: "
                  + jobs.name()
                  + "; missing required verbs: ["
                  + missing.verb
                  + "]");
    }
  }

  @Test
  void without_the_right_to_renew_its_lease_it_ends_and_says_why() {
    try (OperatorProcess operator = OperatorProcess.launch(command(allBut(Right.PATCH_LEASES)))) {
      assertThat(operator.awaitExit()).isEqualTo(1);
      assertThat(operator.log()).contains("cannot patch resource \\\"leases\\\"");
    }
  }

  @Test
  void without_the_right_to_make_events_statuses_are_written_all_the_same() {
    try (OperatorProcess operator = OperatorProcess.start(command(allBut(Right.CREATE_EVENTS)))) {
      jobs.apply("job");

      jobs.awaitJobStatus("job", "STARTING");
      assertThat(jobs.events("job")).isEmpty();
      assertThat(
              operator.metric(
                  "jobreflector_kubernetes_writes_total{kind=\"Event\",outcome=\"refused\"}"))
          .isEqualTo(1);
      assertThat(operator.log())
          .contains("The API server refuses the Event Starting for " + jobs.name() + "/job");
    }
  }

  @Test
  void without_the_right_to_write_statuses_it_says_so_and_tries_ever_more_seldom() {
    Command command = command(allBut(Right.PATCH_STATUS));
    String failed =
        "jobreflector_kubernetes_writes_total{kind=\"OptimizationJobStatus\",outcome=\"failed\"}";
    try (OperatorProcess operator = OperatorProcess.start(command)) {
      jobs.apply("job");
      await().atMost(Duration.ofSeconds(20)).until(() -> operator.metric(failed) >= 3);
      assertThat(operator.log()).contains("cannot patch resource \\\"optimizationjobs/status\\\"");

      // The first five take 0.5 + 1 + 2 + 4 seconds at least.
      assertThat(operator.metric(failed)).isLessThan(5);
      assertThat(simulator.calls().calls("job")).hasSizeLessThan(5);
      assertThat(jobs.events("job")).containsExactly("Normal Starting");
    }
  }

  private static List<Right> allBut(Right... missing) {
    return Stream.of(Right.values()).filter(right -> !List.of(missing).contains(right)).toList();
  }

  /** An operator that has a token with these rights alone. */
  private Command command(List<Right> rights) {
    Path kubeconfig = server.kubeconfigOf(jobs.name(), "job-reflector");
    String rules = rights.stream().map(Right::rule).collect(Collectors.joining(", "));
    jobs.kubectlWithInput(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: job-reflector}
        rules: [%s]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: job-reflector}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: job-reflector}
        subjects: [{kind: ServiceAccount, name: job-reflector, namespace: %s}]
        """
            .formatted(rules, jobs.name()),
        "apply",
        "-f",
        "-");
    Kubectl holder = server.kubectlWith(kubeconfig);
    Right last = rights.get(rights.size() - 1);
    await()
        .until(
            () ->
                holder
                    .run(
                        Stream.concat(Stream.of(last.canI()), Stream.of("-n", jobs.name()))
                            .toArray(String[]::new))
                    .stdout()
                    .startsWith("yes"));
    return Command.of("rights", kubeconfig, jobs.name(), simulator.endpoint());
  }
}

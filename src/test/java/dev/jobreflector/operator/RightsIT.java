package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.Kubectl;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.docs.RbacManifest;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SettableClock;
import dev.jobreflector.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
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
    UPDATE_STATUS("sagemaker.jobreflector.dev", "optimizationjobs/status", "update"),
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

    RbacManifest.Right right() {
      return new RbacManifest.Right(group, resource, verb);
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
  void the_manifest_for_users_gives_these_rights_and_no_other() {
    assertThat(RbacManifest.read().rights())
        .containsExactlyInAnyOrderElementsOf(Stream.of(Right.values()).map(Right::right).toList());
  }

  @Test
  void a_whole_life_is_reflected_with_these_rights() {
    try (OperatorProcess operator = OperatorProcess.start(command())) {
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
    assertDoesNotStart(
        missing,
        "The operator is not allowed to %s optimizationjobs.sagemaker.jobreflector.dev in"
            + " namespace %s: grant its ServiceAccount list and watch");
  }

  @Test
  void without_the_right_to_write_statuses_it_does_not_start() {
    assertDoesNotStart(
        Right.UPDATE_STATUS,
        "The operator is not allowed to %s optimizationjobs.sagemaker.jobreflector.dev/status in"
            + " namespace %s: grant its ServiceAccount that right");
  }

  @ParameterizedTest
  @EnumSource(names = {"GET_LEASES", "CREATE_LEASES", "UPDATE_LEASES", "PATCH_LEASES"})
  void without_the_right_to_lease_it_does_not_start(Right missing) {
    assertDoesNotStart(
        missing,
        "The operator is not allowed to %s leases.coordination.k8s.io in namespace %s: grant its"
            + " ServiceAccount get, create, patch and update");
  }

  private void assertDoesNotStart(Right missing, String message) {
    try (OperatorProcess operator = OperatorProcess.launch(command(missing))) {
      assertThat(operator.awaitExit()).isEqualTo(1);
      assertThat(operator.log())
          .contains("Cannot start: " + message.formatted(missing.verb, jobs.name()))
          .hasLineCount(1);
    }
  }

  @Test
  void without_the_right_to_make_events_it_says_so_and_writes_statuses_all_the_same() {
    try (OperatorProcess operator = OperatorProcess.start(command(Right.CREATE_EVENTS))) {
      assertThat(operator.log())
          .contains(
              "The operator is not allowed to create events.events.k8s.io in namespace "
                  + jobs.name()
                  + ": status shows the transitions of jobs, but no Event reports them.");
      jobs.apply("job");

      jobs.awaitJobStatus("job", "STARTING");
      assertThat(jobs.events("job")).isEmpty();
      assertThat(
              operator.metric(
                  "jobreflector_kubernetes_writes_total{kind=\"Event\",outcome=\"refused\"}"))
          .isEqualTo(1);
      assertThat(operator.log())
          .contains(
              "The API server refuses the Event Starting for " + jobs.name() + "/job: events");
    }
  }

  @Test
  void where_the_right_to_write_statuses_is_lost_it_says_so_once_and_polls_on() {
    String failed =
        "jobreflector_kubernetes_writes_total{kind=\"OptimizationJobStatus\",outcome=\"failed\"}";
    try (OperatorProcess operator = OperatorProcess.start(command())) {
      operator.awaitLeading();
      install(Right.UPDATE_STATUS);
      awaitRights(rights -> !rights.contains("optimizationjobs.sagemaker.jobreflector.dev/status"));
      jobs.apply("job");
      await().atMost(Duration.ofSeconds(20)).until(() -> operator.metric(failed) >= 3);

      // A write is tried after each poll, which comes each second, and between.
      assertThat(operator.metric(failed)).isLessThan(6);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> simulator.calls().calls("job").size() >= 5);
      assertThat(jobs.events("job")).containsExactly("Normal Starting");
      assertThat(operator.log().lines())
          .filteredOn(line -> line.contains("WARN") || line.contains("ERROR"))
          .singleElement()
          .asString()
          .contains(
              "A write for " + jobs.name() + "/job failed. The operator retries until it succeeds")
          .contains("cannot update resource \\\"optimizationjobs/status\\\"")
          .doesNotContain("Exception");
    }
  }

  /** An operator that has a token with the manifest's rights but one. */
  private Command command(Right... missing) {
    install(missing);
    awaitRights(rights -> rights.contains("leases.") && rights.contains("optimizationjobs."));
    return Command.of("rights", kubeconfig(), jobs.name(), simulator.endpoint());
  }

  private void install(Right... missing) {
    RbacManifest manifest = RbacManifest.named(jobs.name());
    Stream.of(missing).map(Right::right).forEach(manifest::without);
    manifest.objects().forEach(object -> server.client().resource(object).serverSideApply());
  }

  private void awaitRights(Predicate<String> wanted) {
    Kubectl holder = server.kubectlWith(kubeconfig());
    await().until(() -> holder.run("auth", "can-i", "--list", "-n", jobs.name()).stdout(), wanted);
  }

  private Path kubeconfig() {
    return server.kubeconfigOf(jobs.name(), jobs.name());
  }
}

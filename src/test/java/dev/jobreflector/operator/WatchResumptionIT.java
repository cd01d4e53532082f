package dev.jobreflector.operator;

import static dev.jobreflector.operator.JobsNamespace.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SettableClock;
import dev.jobreflector.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An API server that goes away and comes back: nothing is lost, nothing is told twice. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchResumptionIT {

  private final SettableClock clock = SettableClock.at(Instant.now().plusSeconds(3600));
  private final SageMakerSimulator simulator =
      SageMakerSimulator.start(SimulatorOptions.defaults().withClock(clock));
  private final ApiServerBinaries binaries;
  private RealApiServer server;
  private JobsNamespace jobs;
  private OperatorProcess operator;

  WatchResumptionIT(ApiServerBinaries binaries) {
    this.binaries = binaries;
  }

  /** Every test finds an operator whose API server was away while a job went on. */
  @BeforeAll
  void restart() {
    Duration oneYear = Duration.ofDays(365);
    simulator
        .plans()
        .byDefault(JobPlan.defaults().unending().lasting(oneYear, oneYear, Duration.ofSeconds(30)));
    server = RealApiServer.start(binaries, RealApiServer.Settings.named("resumption"));
    server.applyCrd();
    jobs = new JobsNamespace(server, server.createNamespace("resumption").getMetadata().getName());
    operator =
        OperatorProcess.start(
            Command.of("resumption", server.kubeconfig(), jobs.name(), simulator.endpoint()));
    for (String job : new String[] {"meanwhile", "later", "changed", "quiet"}) {
      simulator.jobs().create(job);
      jobs.apply(job);
    }
    for (String job : new String[] {"meanwhile", "later", "changed", "quiet"}) {
      jobs.awaitJobStatus(job, "STARTING");
    }

    server.stopApiServer();
    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().transition("meanwhile", JobStatus.INPROGRESS);
    server.startApiServer();
  }

  @AfterAll
  void stop() {
    operator.close();
    server.close();
    simulator.close();
  }

  @Test
  void a_transition_while_the_api_server_was_away_is_told_once() {
    jobs.awaitJobStatus("meanwhile", "INPROGRESS");

    assertThat(jobs.events("meanwhile")).containsExactly("Normal Starting", "Normal InProgress");
  }

  @Test
  void a_transition_afterwards_is_told_once() {
    simulator.jobs().transition("later", JobStatus.COMPLETED);

    jobs.awaitJobStatus("later", "COMPLETED");

    assertThat(jobs.events("later")).containsExactly("Normal Starting", "Normal Completed");
  }

  @Test
  void a_new_resource_is_reflected() {
    simulator.jobs().create("new");

    jobs.apply("new");

    jobs.awaitJobStatus("new", "STARTING");
    assertThat(jobs.events("new")).containsExactly("Normal Starting");
  }

  @Test
  void a_changed_spec_is_answered() {
    jobs.apply("changed", "suspend: true");

    jobs.await("changed", job -> condition(job, "Synced").equals("Synced Unknown/Suspended"));
  }

  @Test
  void a_job_that_did_not_change_has_no_more_events() {
    jobs.request("quiet", "after-the-restart");

    jobs.awaitAnswered("quiet", "after-the-restart");
    assertThat(jobs.events("quiet")).containsExactly("Normal Starting");
  }

  @Test
  void the_operator_kept_its_lease_or_took_it_again_without_ending() {
    assertThat(operator.process().isAlive()).isTrue();
    assertThat(operator.metric("jobreflector_leader ")).isEqualTo(1);
  }
}

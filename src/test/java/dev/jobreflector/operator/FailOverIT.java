package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SettableClock;
import dev.jobreflector.simulator.SimulatorOptions;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two replicas: one leads, the other stands by and takes over. */
@ExtendWith(RealApiServerExtension.class)
class FailOverIT {

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final String LEASE_NAME = "job-reflector";

  private final SettableClock clock = SettableClock.at(Instant.now().plusSeconds(3600));
  private final SageMakerSimulator simulator =
      SageMakerSimulator.start(SimulatorOptions.defaults().withClock(clock));
  private final RealApiServer server;
  private JobsNamespace jobs;
  private OperatorProcess leader;
  private OperatorProcess standby;

  FailOverIT(RealApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void startBoth() {
    server.applyCrd();
    Duration oneYear = Duration.ofDays(365);
    simulator
        .plans()
        .byDefault(JobPlan.defaults().unending().lasting(oneYear, oneYear, Duration.ofSeconds(30)));
    jobs = new JobsNamespace(server, server.createNamespace("fail-over").getMetadata().getName());
    Command command = Command.of("leader", server.kubeconfig(), jobs.name(), simulator.endpoint());
    leader = OperatorProcess.start(command);
    leader.awaitLeading();
    standby = OperatorProcess.start(command.named("standby"));
    simulator.jobs().create("job");
    jobs.apply("job");
    jobs.awaitJobStatus("job", "STARTING");
  }

  @AfterEach
  void stop() {
    leader.close();
    standby.close();
    simulator.close();
  }

  @Test
  void the_standby_is_ready_and_counts_no_resources() {
    assertThat(standby.get("/readyz")).isEqualTo("ok\n");
    assertThat(standby.metric("jobreflector_leader ")).isZero();
    assertThat(standby.get("/metrics"))
        .contains("reconciliations_active{")
        .doesNotContain(
            "jobreflector_jobs{", "jobreflector_oldest_poll_seconds{", "custom_resources");

    assertThat(leader.metric("jobreflector_leader ")).isEqualTo(1);
    assertThat(leader.metric("jobreflector_jobs{")).isEqualTo(1);
  }

  @Test
  void a_killed_leader_is_replaced_when_its_lease_has_run_out() {
    leader.kill();
    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().transition("job", JobStatus.INPROGRESS);

    await().atMost(LEASE.plusSeconds(15)).until(() -> standby.metric("jobreflector_leader ") == 1);

    jobs.awaitJobStatus("job", "INPROGRESS");
    assertThat(jobs.events("job")).containsExactly("Normal Starting", "Normal InProgress");
  }

  @Test
  void a_stopped_leader_ends_well_and_hands_over_at_once() {
    long begin = System.nanoTime();
    assertThat(leader.stop()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(leader.log()).contains("released", "Stopped").doesNotContain("ERROR");
    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().transition("job", JobStatus.INPROGRESS);

    // The standby looks every two seconds or so.
    await().atMost(Duration.ofSeconds(8)).until(() -> standby.metric("jobreflector_leader ") == 1);

    jobs.awaitJobStatus("job", "INPROGRESS");
    assertThat(jobs.events("job")).containsExactly("Normal Starting", "Normal InProgress");
  }

  @Test
  void a_stopped_standby_ends_well_and_leaves_the_lease() {
    String holder = lease().getHolderIdentity();

    assertThat(standby.stop()).isZero();

    assertThat(lease().getHolderIdentity()).isEqualTo(holder).isNotEmpty();
    assertThat(leader.process().isAlive()).isTrue();
  }

  @Test
  void a_leader_that_lost_its_lease_ends_with_1() {
    standby.close();

    jobs.kubectl(
        "patch",
        "lease",
        LEASE_NAME,
        "--type=merge",
        "--patch={\"spec\": {\"holderIdentity\": \"another\", \"leaseDurationSeconds\": 3600}}");

    assertThat(leader.awaitExit()).isEqualTo(1);
    assertThat(leader.log()).contains("Lease " + jobs.name() + "/job-reflector lost");
    assertThat(lease().getHolderIdentity()).isEqualTo("another");
  }

  private LeaseSpec lease() {
    return server.client().leases().inNamespace(jobs.name()).withName(LEASE_NAME).get().getSpec();
  }
}

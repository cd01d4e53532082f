package dev.jobreflector.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;
import software.amazon.awssdk.services.sagemaker.model.OptimizationJobStatus;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

class LifeCycleTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final JobPlan PLAN =
      JobPlan.defaults()
          .lasting(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofSeconds(30));

  private final SettableClock clock = SettableClock.at(START);
  private final SageMakerSimulator simulator =
      SageMakerSimulator.start(SimulatorOptions.defaults().withClock(clock));
  private final SageMakerClient client = SimulatorClients.of(simulator);

  @AfterEach
  void close() {
    client.close();
    simulator.close();
  }

  @Test
  void a_job_starts_runs_and_completes_as_time_passes() {
    simulator.jobs().create("job", PLAN);
    DescribeOptimizationJobResponse starting = describe("job");
    clock.advance(Duration.ofMinutes(1));
    DescribeOptimizationJobResponse running = describe("job");
    clock.advance(Duration.ofMinutes(10));
    DescribeOptimizationJobResponse completed = describe("job");

    assertThat(starting.optimizationJobStatus()).isEqualTo(OptimizationJobStatus.STARTING);
    assertThat(starting.creationTime()).isEqualTo(START);
    assertThat(starting.lastModifiedTime()).isEqualTo(START);
    assertThat(starting.optimizationStartTime()).isNull();

    assertThat(running.optimizationJobStatus()).isEqualTo(OptimizationJobStatus.INPROGRESS);
    assertThat(running.optimizationStartTime()).isEqualTo(START.plusSeconds(60));
    assertThat(running.lastModifiedTime()).isEqualTo(START.plusSeconds(60));
    assertThat(running.optimizationEndTime()).isNull();
    assertThat(running.optimizationOutput()).isNull();

    assertThat(completed.optimizationJobStatus()).isEqualTo(OptimizationJobStatus.COMPLETED);
    assertThat(completed.creationTime()).isEqualTo(START);
    assertThat(completed.optimizationStartTime()).isEqualTo(START.plusSeconds(60));
    assertThat(completed.optimizationEndTime()).isEqualTo(START.plusSeconds(660));
    assertThat(completed.lastModifiedTime()).isEqualTo(START.plusSeconds(660));
    assertThat(completed.optimizationOutput().recommendedInferenceImage())
        .isEqualTo(JobPlan.DEFAULT_IMAGE);
    assertThat(completed.failureReason()).isNull();
  }

  @Test
  void a_failed_job_says_why_from_the_moment_it_failed() {
    simulator.jobs().create("job", PLAN.ending(new JobPlan.Failed("ClientError: no such bucket")));
    clock.advance(Duration.ofMinutes(10));
    assertThat(describe("job").failureReason()).isNull();
    clock.advance(Duration.ofMinutes(1));
    assertThat(describe("job").optimizationJobStatus()).isEqualTo(OptimizationJobStatus.FAILED);
    assertThat(describe("job").failureReason()).isEqualTo("ClientError: no such bucket");
    assertThat(describe("job").optimizationOutput()).isNull();
  }

  @Test
  void a_stopped_job_is_stopping_first() {
    simulator.jobs().create("job", PLAN);
    clock.advance(Duration.ofMinutes(2));
    client.stopOptimizationJob(r -> r.optimizationJobName("job"));
    assertThat(describe("job").optimizationJobStatus()).isEqualTo(OptimizationJobStatus.STOPPING);
    assertThat(describe("job").optimizationEndTime()).isNull();
    clock.advance(Duration.ofSeconds(30));
    assertThat(describe("job").optimizationJobStatus()).isEqualTo(OptimizationJobStatus.STOPPED);
    assertThat(describe("job").optimizationEndTime()).isEqualTo(START.plusSeconds(150));
    clock.advance(Duration.ofDays(1));
    assertThat(describe("job").optimizationJobStatus()).isEqualTo(OptimizationJobStatus.STOPPED);
  }

  @Test
  void a_plan_may_end_in_a_stop_or_not_at_all() {
    simulator.jobs().create("stopped", PLAN.stopped());
    simulator.jobs().create("unending", PLAN.unending());
    clock.advance(Duration.ofMinutes(11));
    assertThat(simulator.jobs().status("stopped")).isEqualTo("STOPPING");
    clock.advance(Duration.ofDays(1000));
    assertThat(simulator.jobs().status("stopped")).isEqualTo("STOPPED");
    assertThat(simulator.jobs().status("unending")).isEqualTo("INPROGRESS");
  }

  @Test
  void an_ended_job_cannot_be_stopped_and_a_running_one_cannot_be_deleted() {
    simulator.jobs().create("job", PLAN);
    assertThatThrownBy(() -> client.deleteOptimizationJob(r -> r.optimizationJobName("job")))
        .isInstanceOfSatisfying(
            SageMakerException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
        .hasMessageContaining("is in status STARTING");
    clock.advance(Duration.ofDays(1));
    assertThatThrownBy(() -> client.stopOptimizationJob(r -> r.optimizationJobName("job")))
        .hasMessageContaining("is in status COMPLETED");
    client.deleteOptimizationJob(r -> r.optimizationJobName("job"));
    assertThatThrownBy(() -> describe("job"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("arn:aws:sagemaker:us-east-1:123456789012:optimization-job/job");
  }

  @Test
  void a_job_created_over_the_wire_follows_the_plan_of_its_name() {
    simulator.plans().byDefault(PLAN);
    simulator.plans().forPrefix("bad-", PLAN.failing());
    simulator.plans().forJob("bad-but-good", PLAN.completing());
    for (String name : new String[] {"any", "bad-one", "bad-but-good"}) {
      String arn = SdkRequests.create(client, name).optimizationJobArn();
      assertThat(arn)
          .isEqualTo("arn:aws:sagemaker:us-east-1:123456789012:optimization-job/" + name);
    }
    clock.advance(Duration.ofMinutes(11));
    assertThat(simulator.jobs().status("any")).isEqualTo("COMPLETED");
    assertThat(simulator.jobs().status("bad-one")).isEqualTo("FAILED");
    assertThat(simulator.jobs().status("bad-but-good")).isEqualTo("COMPLETED");
    assertThatThrownBy(() -> SdkRequests.create(client, "any"))
        .isInstanceOf(ResourceInUseException.class);
  }

  @Test
  void tests_move_jobs_without_calls() {
    simulator.jobs().create("job", PLAN);
    clock.advance(Duration.ofSeconds(1));
    simulator.jobs().fail("job", "because");
    assertThat(describe("job").failureReason()).isEqualTo("because");
    assertThat(describe("job").lastModifiedTime()).isEqualTo(START.plusSeconds(1));

    simulator.jobs().transition("job", "PAUSED");
    assertThat(describe("job").optimizationJobStatusAsString()).isEqualTo("PAUSED");
    assertThat(describe("job").optimizationJobStatus())
        .isEqualTo(OptimizationJobStatus.UNKNOWN_TO_SDK_VERSION);

    clock.advance(Duration.ofSeconds(1));
    simulator.jobs().recreate("job");
    assertThat(describe("job").creationTime()).isEqualTo(START.plusSeconds(2));
    assertThat(describe("job").optimizationJobStatusAsString()).isEqualTo("STARTING");

    assertThat(simulator.jobs().remove("job")).isTrue();
    assertThatThrownBy(() -> describe("job")).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void accounts_and_regions_have_jobs_of_their_own() {
    simulator.accessKeys().put("AKIAOTHER", "210987654321");
    simulator.jobs(new AccountRegion("210987654321", "cn-north-1")).create("job", PLAN);
    try (SageMakerClient other = SimulatorClients.of(simulator, "AKIAOTHER", "cn-north-1")) {
      assertThat(
              other.describeOptimizationJob(r -> r.optimizationJobName("job")).optimizationJobArn())
          .isEqualTo("arn:aws-cn:sagemaker:cn-north-1:210987654321:optimization-job/job");
    }
    assertThatThrownBy(() -> describe("job")).isInstanceOf(ResourceNotFoundException.class);
  }

  private DescribeOptimizationJobResponse describe(String name) {
    return client.describeOptimizationJob(r -> r.optimizationJobName(name));
  }
}

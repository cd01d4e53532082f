package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.Operation;
import dev.jobreflector.simulator.When;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ListOptimizationJobs fails alone, with default settings but for a shorter grace time. */
@ExtendWith(RealApiServerExtension.class)
class ListsFailIT {

  private static final List<String> JOBS = IntStream.range(0, 6).mapToObj(i -> "job-" + i).toList();

  /** How lists fail. */
  private enum Failure {
    INTERNAL_ERROR,
    NO_ANSWER,
    EMPTY_PAGES_WITHOUT_END;

    Fault fault() {
      return switch (this) {
        case INTERNAL_ERROR -> Fault.internalError();
        case NO_ANSWER -> Fault.droppedConnection();
        case EMPTY_PAGES_WITHOUT_END -> Fault.emptyPages(Integer.MAX_VALUE);
      };
    }
  }

  private final Scene scene;

  ListsFailIT(RealApiServer server) {
    scene = new Scene(server, "lists-fail");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void jobs_are_described_and_the_account_does_not_fail(Failure failure) {
    scene.sageMaker().faults().inject(When.operation(Operation.LIST), failure.fault());
    JOBS.forEach(scene::createWithJob);
    OperatorProcess operator =
        scene.start(scene.operator().with("--resync-period=5s", "--aws-rate=2", "--aws-burst=2"));
    JOBS.forEach(job -> scene.awaitJobStatus(job, "STARTING"));
    int before = describes();

    await().atMost(Duration.ofSeconds(40)).until(() -> describes() >= before + 2 * JOBS.size());

    scene.sageMaker().jobs().transition("job-3", JobStatus.INPROGRESS);
    scene.awaitJobStatus("job-3", "INPROGRESS");
    assertThat(operator.log()).doesNotContain("Calls to SageMaker in");
    assertThat(JOBS)
        .allSatisfy(
            job ->
                assertThat(scene.history().versions(job))
                    .extracting(version -> Scene.condition(version, "Synced"))
                    .doesNotContain("False/Unavailable"));
  }

  private int describes() {
    return JOBS.stream().mapToInt(job -> scene.sageMaker().calls().calls(job).size()).sum();
  }
}

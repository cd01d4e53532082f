package dev.jobreflector.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.sagemaker.FirstPages;
import dev.jobreflector.simulator.CallLog;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Operation;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.Scenarios;
import dev.jobreflector.simulator.SimulatorOptions;
import dev.jobreflector.simulator.When;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** Mutated pages of lists go through the operator's own gateway, in this process. */
final class MutatedLists {

  private static final int JOBS = 20;

  private static final List<String> MEMBERS =
      List.of(
          "OptimizationJobName",
          "OptimizationJobStatus",
          "CreationTime",
          "LastModifiedTime",
          "OptimizationTypes");

  private final long seed;
  private final AtomicReference<MutatedAnswer> sent = new AtomicReference<>();
  private volatile int number;

  MutatedLists(long seed) {
    this.seed = seed;
  }

  /** Sends so many pages, of every other one a single summary is broken. */
  void judge(int pages, Judge judge) {
    List<String> escaped = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    int taken = 0;
    try (SageMakerSimulator sageMaker =
            SageMakerSimulator.start(SimulatorOptions.defaults().withCalls(CallLog.countsOnly()));
        FirstPages lists = new FirstPages(sageMaker.endpoint(), sageMaker.home().region())) {
      sageMaker.jobs().putAll(Scenarios.running(sageMaker.clock(), "listed-", JOBS));
      sageMaker.faults().inject(When.operation(Operation.LIST), Fault.rewritten(this::mutatedPage));
      for (int i = 0; i < pages; i++) {
        number = i;
        try {
          int jobs = lists.jobs();
          taken += jobs < 0 ? 0 : 1;
          if (isOfOneSummary(i) && jobs < JOBS - 1) {
            lost.add("page %d: %s".formatted(i, sent.get().shown()));
          }
        } catch (RuntimeException | StackOverflowError e) {
          escaped.add("page %d: %s (%s)".formatted(i, e, sent.get().shown()));
        }
      }
    }
    judge
        .show("list pages through the gateway", pages, Unit.NUMBER)
        .show("of them taken as pages", taken, Unit.NUMBER)
        .none("list pages that made an exception escape", escaped)
        .none("list pages lost for one broken summary", lost);
  }

  private static boolean isOfOneSummary(int page) {
    return page % 2 == 0;
  }

  private byte[] mutatedPage(String jobName, String answer) {
    Random random = SeededJobs.random(seed, number);
    MutatedAnswer mutated =
        isOfOneSummary(number)
            ? oneSummaryBroken(answer, random)
            : AnswerMutations.mutate(answer, random);
    sent.set(mutated);
    return mutated.bytes();
  }

  private static MutatedAnswer oneSummaryBroken(String answer, Random random) {
    ObjectNode page = AnswerMutations.tree(answer);
    ArrayNode summaries = (ArrayNode) page.get("OptimizationJobSummaries");
    int place = random.nextInt(summaries.size());
    if (random.nextBoolean()) {
      summaries.set(
          place, random.nextBoolean() ? page.nullNode() : HostileValues.otherType(random));
    } else {
      ((ObjectNode) summaries.get(place))
          .set(HostileValues.pick(MEMBERS, random), HostileValues.otherType(random));
    }
    return new MutatedAnswer(
        "one summary broken", page.toString().getBytes(StandardCharsets.UTF_8), true);
  }
}

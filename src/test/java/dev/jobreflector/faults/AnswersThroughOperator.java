package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Faults;
import dev.jobreflector.simulator.JobRecord;
import dev.jobreflector.simulator.Operation;
import dev.jobreflector.simulator.When;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Mutated answers go through a running operator: each poll that an annotation asks for brings one,
 * and the next one a good answer.
 */
final class AnswersThroughOperator {

  /** Of each round's polls every other one is answered well: the account is not what fails. */
  private static final int HALF = 2;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Trial trial;
  private final Map<Integer, MutatedAnswer> sent = new ConcurrentHashMap<>();
  private final List<String> unanswered = new ArrayList<>();
  private final List<String> frozen = new ArrayList<>();
  private volatile int round;

  AnswersThroughOperator(Trial trial) {
    this.trial = trial;
  }

  /** Sends so many answers, and judges what the resources show. */
  void judge(int answers, Judge judge) throws InterruptedException {
    List<Integer> numbers = IntStream.range(0, trial.extent().jobs()).boxed().toList();
    for (int number : numbers) {
      trial.scene().create(SeededJobs.put(trial.scene().sageMaker(), number));
    }
    var operator =
        trial.operators().start(trial.operator("answers", "--aws-rate=200", "--aws-burst=8"));
    awaitGood(numbers);
    List<Integer> mutated = numbers.stream().filter(AnswersThroughOperator::isMutated).toList();
    int rounds = Math.max(1, answers / mutated.size());
    for (int i = 0; i < rounds; i++) {
      round = i;
      liveThrough(numbers, mutated);
      if ((i + 1) % 20 == 0) {
        trial.say("%d rounds of mutated answers".formatted(i + 1));
      }
    }
    judge
        .show("answers through the operator", rounds * mutated.size(), Unit.NUMBER)
        .none("polls whose status was not written within 30 s", unanswered)
        .none("resources that did not show a good answer within 30 s", frozen)
        .none(
            "operators that ended",
            operator.process().isAlive() ? List.of() : List.of(operator.log()))
        .none("stack traces in the log", trial.operators().stackTraces())
        .show("ERROR lines in the log", trial.operators().errors(), Unit.NUMBER);
  }

  private void liveThrough(List<Integer> all, List<Integer> mutated) throws InterruptedException {
    Faults.Injection fault =
        trial
            .scene()
            .sageMaker()
            .faults()
            .inject(When.operation(Operation.DESCRIBE), Fault.rewritten(this::answer));
    String bad = "bad-" + round;
    all.forEach(number -> request(number, bad));
    List<Integer> late = lateOnes(mutated, job -> isAnswered(job, bad));
    late.forEach(number -> unanswered.add(text(number)));
    fault.remove();
    String good = "good-" + round;
    all.forEach(number -> request(number, good));
    List<Integer> behind = lateOnes(all, job -> isAnswered(job, good) && isRight(job));
    for (int number : behind) {
      OptimizationJob shown = trial.scene().get(name(number));
      frozen.add(
          "%s (request %s) after %s"
              .formatted(problem(shown), shown.getStatus().lastHandledReconcileAt(), text(number)));
      // Else it would count in each round from now on.
      trial.scene().at(name(number)).delete();
      trial.scene().create(name(number));
    }
    if (!behind.isEmpty()) {
      awaitGood(behind);
    }
  }

  private void awaitGood(List<Integer> numbers) throws InterruptedException {
    List<Integer> late = lateOnes(numbers, this::isRight);
    if (!late.isEmpty()) {
      throw new IllegalStateException(
          "Not shown before any answer is bad: " + trial.scene().get(name(late.get(0))));
    }
  }

  /** Those that are not so within the limit. */
  private List<Integer> lateOnes(List<Integer> numbers, Predicate<OptimizationJob> isSo)
      throws InterruptedException {
    List<Integer> late = new ArrayList<>(numbers);
    Trial.await(
        LIMIT,
        () -> {
          Map<String, OptimizationJob> now =
              trial.scene().all().stream()
                  .collect(Collectors.toMap(job -> job.getMetadata().getName(), job -> job));
          late.removeIf(number -> isSo.test(now.get(name(number))));
          return late.isEmpty();
        });
    return late;
  }

  private byte[] answer(String jobName, String answer) {
    int number = SeededJobs.number(jobName);
    if (!isMutated(number)) {
      return answer.getBytes(StandardCharsets.UTF_8);
    }
    // The same for all polls of a round: what is shown is what this one brought.
    long chance = 1_000_000L + (long) round * trial.extent().jobs() + number;
    MutatedAnswer mutated =
        AnswerMutations.mutate(answer, SeededJobs.random(trial.extent().seed(), chance));
    sent.put(number, mutated);
    return mutated.bytes();
  }

  private void request(int number, String words) {
    trial
        .scene()
        .at(name(number))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                .formatted(OptimizationJob.RECONCILE_REQUESTED_AT, words));
  }

  private static boolean isAnswered(OptimizationJob job, String words) {
    return job != null
        && job.getStatus() != null
        && words.equals(job.getStatus().lastHandledReconcileAt());
  }

  private boolean isRight(OptimizationJob job) {
    return job != null && problem(job).isEmpty();
  }

  private String problem(OptimizationJob shown) {
    JobRecord job =
        trial.scene().sageMaker().jobs().find(shown.getMetadata().getName()).orElse(null);
    return ShownRight.problem(shown, job).orElse("");
  }

  private String text(int number) {
    MutatedAnswer answer = sent.get(number);
    return "round %d, %s: %s"
        .formatted(round, name(number), answer == null ? "no answer" : answer.shown());
  }

  private static boolean isMutated(int number) {
    return number % HALF == 0;
  }

  private static String name(int number) {
    return "answer-" + number;
  }
}

package dev.jobreflector.faults;

import java.time.Duration;

/** SageMaker's answers are changed by chance: members, types, values, bytes. */
final class MutatedAnswers implements FaultScenario {

  /** Of a hundred answers through the gateway so many go through the operator. */
  private static final int PERCENT_THROUGH_OPERATOR = 2;

  private static final int PERCENT_OF_LISTS = 10;

  @Override
  public String name() {
    return "answers";
  }

  @Override
  public String about() {
    return "answers lack members, have other types and values, or are cut: each another way";
  }

  @Override
  public Extent extent() {
    return Extent.of(40, 100_000, Duration.ZERO);
  }

  @Override
  public void run(Trials trials, Extent extent, Judge judge) throws InterruptedException {
    try (Trial trial = trials.open(extent)) {
      trial.scene().create("any");
      new AnswersThroughGateway(trial.server().client(), trial.scene().get("any"), extent.seed())
          .judge(extent.times(), judge);
      trial.scene().at("any").delete();
      new MutatedLists(extent.seed()).judge(percent(extent, PERCENT_OF_LISTS), judge);
      trial.say("Now through the operator");
      new AnswersThroughOperator(trial).judge(percent(extent, PERCENT_THROUGH_OPERATOR), judge);
    }
  }

  private static int percent(Extent extent, int part) {
    return Math.max(1, extent.times() * part / 100);
  }
}

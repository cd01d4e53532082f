package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is judged once a fault has ended: nothing is frozen, and all that is told is right. */
final class Aftermath {

  /** How soon all must be shown once nothing is wrong any more. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** How long it is waited for, so that a miss has a figure. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Trial trial;
  private final BusyJobs jobs;

  private Aftermath(Trial trial, BusyJobs jobs) {
    this.trial = trial;
    this.jobs = jobs;
  }

  /** The fault has ended now. */
  static Aftermath of(Trial trial, BusyJobs jobs) {
    return new Aftermath(trial, jobs);
  }

  /**
   * Judges jobs, Events, calls and logs.
   *
   * @param oneWriteEach whether each transition may take one status write and no more
   */
  void judge(Judge judge, boolean oneWriteEach) throws InterruptedException {
    judge.atMost("all shown after the fault within", secondsToShow(), Unit.SECONDS, seconds(LIMIT));
    jobs.moveAll();
    judge.atMost("changes after it shown within", secondsToShow(), Unit.SECONDS, seconds(LIMIT));
    while (!jobs.unfinished().isEmpty()) {
      jobs.moveAll();
    }
    secondsToShow();
    judge.none("resources frozen in the end", jobs.notShown());
    LifeVerdict.of(trial.scene(), jobs).addTo(judge);
    if (oneWriteEach) {
      judge.none("resources written more than once for each transition", writtenTooOften());
    }
    judge
        .atMost(
            "calls beyond burst + rate·t in the worst window of a process",
            trial
                .operators()
                .worstExcess(
                    trial.scene().sageMaker().calls(), OperatorRun.RATE, OperatorRun.BURST),
            Unit.NUMBER,
            0)
        .none("operators that ended", trial.operators().endedByThemselves())
        .none("stack traces in the log", trial.operators().stackTraces())
        .show("ERROR lines in the log", trial.operators().errors(), Unit.NUMBER);
  }

  /** The seconds until every job's state is shown. */
  double secondsToShow() throws InterruptedException {
    long begin = System.nanoTime();
    Trial.await(PATIENCE, () -> jobs.notShown().isEmpty());
    return (System.nanoTime() - begin) / 1e9;
  }

  private List<String> writtenTooOften() {
    List<String> tooOften = new ArrayList<>();
    for (OptimizationJob resource : trial.scene().all()) {
      String name = resource.getMetadata().getName();
      int writes = trial.scene().history().writes(name);
      int transitions = Scene.transitions(resource).size();
      if (writes > transitions) {
        tooOften.add("%s: %d writes, %d transitions".formatted(name, writes, transitions));
      }
    }
    return tooOften;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}

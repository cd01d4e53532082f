package dev.jobreflector.faults;

import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.measurement.Unit;
import java.time.Duration;
import java.util.Set;

/** What is judged once a fault has ended: nothing is frozen, and all that is told is right. */
final class Aftermath {

  /** How soon all must be shown once nothing is wrong any more. */
  static final double LIMIT_SECONDS = 30;

  /** How long it is waited for, so that a miss has a figure. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String EXCESS = "calls beyond burst + rate·t in the worst window of ";

  private final Trial trial;
  private final BusyJobs jobs;
  private boolean replicas;
  private Set<String> hostileVersions = Set.of();

  private Aftermath(Trial trial, BusyJobs jobs) {
    this.trial = trial;
    this.jobs = jobs;
  }

  /** The fault has ended now. */
  static Aftermath of(Trial trial, BusyJobs jobs) {
    return new Aftermath(trial, jobs);
  }

  /** Operators ran side by side: a call may be of the one that led before. */
  Aftermath ofReplicas() {
    replicas = true;
    return this;
  }

  /** Another client wrote statuses, too: these versions. */
  Aftermath ofFight(Set<String> versions) {
    hostileVersions = versions;
    return this;
  }

  /** Judges jobs, Events, calls and logs. */
  void judge(Judge judge) throws InterruptedException {
    judge.atMost(
        "all shown after the fault within", secondsToShow(jobs), Unit.SECONDS, LIMIT_SECONDS);
    jobs.moveAll();
    judge.atMost("changes after it shown within", secondsToShow(jobs), Unit.SECONDS, LIMIT_SECONDS);
    while (!jobs.unfinished().isEmpty()) {
      jobs.moveAll();
    }
    secondsToShow(jobs);
    judge.none("resources frozen in the end", jobs.notShown());
    LifeVerdict.of(trial.scene(), jobs).addTo(judge);
    if (hostileVersions.isEmpty()) {
      VersionsVerdict.of(trial.scene()).addTo(judge);
    } else {
      RepairsVerdict.of(trial.scene(), hostileVersions).addTo(judge);
    }
    judgeCalls(judge);
    judge
        .none("operators that ended by themselves", trial.operators().endedByThemselves())
        .none("stack traces in the log", trial.operators().stackTraces())
        .show("ERROR lines in the log", trial.operators().errors(), Unit.NUMBER);
  }

  /** The seconds until every job's state is shown; some 90 where it is not. */
  static double secondsToShow(BusyJobs jobs) throws InterruptedException {
    long start = System.nanoTime();
    Trial.await(PATIENCE, () -> jobs.notShown().isEmpty());
    return (System.nanoTime() - start) / 1e9;
  }

  private void judgeCalls(Judge judge) {
    var calls = trial.scene().sageMaker().calls();
    if (replicas) {
      double excess =
          CallsWithin.of(calls, Long.MIN_VALUE / 2, System.nanoTime())
              .excess(OperatorRun.RATE, 2 * OperatorRun.BURST);
      judge.atMost(EXCESS + "two processes", excess, Unit.NUMBER, 0);
    } else {
      double excess = trial.operators().worstExcess(calls, OperatorRun.RATE, OperatorRun.BURST);
      judge.atMost(EXCESS + "a process", excess, Unit.NUMBER, 0);
    }
  }
}

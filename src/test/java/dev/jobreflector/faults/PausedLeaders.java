package dev.jobreflector.faults;

import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Of two replicas the leader is paused, another leads, and the paused one awakes. */
final class PausedLeaders implements FaultScenario {

  private static final Duration MOVE_EACH = Duration.ofMillis(500);

  /** A lease of 15 s, looked at each 2 s, and a machine that does other things, too. */
  private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(25);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

  /** One of so many pauses is shorter than the lease. */
  private static final int SHORT_ONES = 4;

  private static final Duration SHORT = Duration.ofSeconds(9);

  @Override
  public String name() {
    return "pauses";
  }

  @Override
  public String about() {
    return "of two replicas the leader is paused (SIGSTOP), and awakes when the other one leads";
  }

  /** The duration is the longest that a paused one sleeps on once another leads. */
  @Override
  public Extent extent() {
    return Extent.of(24, 20, Duration.ofSeconds(3));
  }

  @Override
  public void run(Trials trials, Extent extent, Judge judge) throws InterruptedException {
    try (Trial trial = trials.open(extent)) {
      BusyJobs jobs = new BusyJobs(trial);
      OperatorProcess leader = replica(trial, 0);
      leader.awaitLeading();
      OperatorProcess standby = replica(trial, 1);
      BusyJobs.Moving moving = jobs.moving(MOVE_EACH);
      List<String> wrongEnds = new ArrayList<>();
      double longest = 0;
      int takenOver = 0;
      for (int i = 0; i < extent.times(); i++) {
        boolean isShort = i > 0 && trial.random().nextInt(SHORT_ONES) == 0;
        long begin = System.nanoTime();
        leader.pause();
        if (isShort) {
          Trial.letPass(part(SHORT, trial));
        } else {
          longest = Math.max(longest, secondsToLead(standby, begin));
          Trial.letPass(part(extent.duration(), trial));
        }
        leader.resume();
        boolean ended =
            leader
                .process()
                .waitFor((isShort ? SHORT : ENDS_WITHIN).toMillis(), TimeUnit.MILLISECONDS);
        if (ended) {
          trial.operators().ended(leader);
          if (leader.process().exitValue() != 1) {
            wrongEnds.add("exit code " + leader.process().exitValue());
          }
          secondsToLead(standby, begin);
          takenOver++;
          leader = standby;
          standby = replica(trial, i + 2);
        } else if (!isShort) {
          wrongEnds.add("pause " + i + ": the deposed leader goes on");
        }
        trial.say("%d pauses, %d state changes".formatted(i + 1, jobs.changes()));
      }
      moving.stop();
      judge
          .show("pauses", extent.times(), Unit.NUMBER)
          .show("of them taken over", takenOver, Unit.NUMBER)
          .atMost("another leads within", longest, Unit.SECONDS, TAKEN_OVER_WITHIN.toMillis() / 1e3)
          .none("deposed leaders that do not end with code 1", wrongEnds);
      Aftermath.of(trial, jobs).ofReplicas().judge(judge);
    }
  }

  private static OperatorProcess replica(Trial trial, int number) {
    return trial.operators().start(trial.operator("pauses-" + number, "--leader-election=true"));
  }

  private static Duration part(Duration time, Trial trial) {
    return Duration.ofMillis((long) (time.toMillis() * trial.random().nextDouble()));
  }

  private static double secondsToLead(OperatorProcess standby, long begin)
      throws InterruptedException {
    if (!Trial.await(PATIENCE, () -> standby.metric("jobreflector_leader ") == 1)) {
      throw new IllegalStateException("No other replica leads: " + standby.log());
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}

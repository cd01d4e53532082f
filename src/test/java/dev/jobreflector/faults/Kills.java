package dev.jobreflector.faults;

import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.OperatorProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator is killed again and again while jobs change their states. */
final class Kills implements FaultScenario {

  private static final Duration MOVE_EACH = Duration.ofMillis(250);
  private static final Duration POLLS_WITHIN = Duration.ofSeconds(60);

  /** One of so many is killed while it starts. */
  private static final int EARLY_ONES = 5;

  @Override
  public String name() {
    return "kills";
  }

  @Override
  public String about() {
    return "the operator is killed (SIGKILL) at random moments of busy jobs' lives, and restarted";
  }

  /** The duration is the longest that an operator lives once it polls. */
  @Override
  public Extent extent() {
    return Extent.of(24, 200, Duration.ofMillis(1500));
  }

  @Override
  public void run(Trials trials, Extent extent, Judge judge) throws InterruptedException {
    try (Trial trial = trials.open(extent)) {
      BusyJobs jobs = new BusyJobs(trial);
      List<String> endedBefore = new ArrayList<>();
      int early = 0;
      long startMillis = 0;
      BusyJobs.Moving moving = jobs.moving(MOVE_EACH);
      for (int i = 0; i < extent.times(); i++) {
        boolean whileStarting = i > 0 && trial.random().nextInt(EARLY_ONES) == 0;
        early += whileStarting ? 1 : 0;
        long begin = System.nanoTime();
        OperatorProcess operator = trial.operators().launch(trial.operator("kills-" + i));
        if (whileStarting) {
          TimeUnit.MILLISECONDS.sleep((long) (startMillis * trial.random().nextDouble()));
        } else {
          awaitPolls(trial, operator);
          startMillis = (System.nanoTime() - begin) / 1_000_000;
          long longest = Math.max(1, extent.duration().toMillis());
          TimeUnit.MILLISECONDS.sleep((long) (longest * trial.random().nextDouble()));
        }
        if (!trial.operators().kill(operator)) {
          endedBefore.add("kills-" + i + " ended by itself");
        }
        if ((i + 1) % 20 == 0) {
          trial.say("%d kills, %d state changes".formatted(i + 1, jobs.changes()));
        }
      }
      moving.stop();
      OperatorProcess last = trial.operators().launch(trial.operator("kills-last"));
      last.awaitReady();
      judge
          .show("kills", extent.times(), Unit.NUMBER)
          .show("of them while it starts", early, Unit.NUMBER)
          .show("jobs, with a resource each", jobs.names().size(), Unit.NUMBER)
          .none("operators that ended before they were killed", endedBefore);
      Aftermath.of(trial, jobs).judge(judge);
    }
  }

  private static void awaitPolls(Trial trial, OperatorProcess operator)
      throws InterruptedException {
    long before = trial.scene().sageMaker().calls().count();
    boolean polls =
        Trial.await(
            POLLS_WITHIN,
            () ->
                !operator.process().isAlive()
                    || trial.scene().sageMaker().calls().count() > before);
    if (!polls) {
      throw new IllegalStateException("The operator does not poll: " + operator.log());
    }
  }
}

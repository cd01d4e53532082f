package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.ChangeDelays;
import dev.jobreflector.simulator.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Jobs that have a resource go on at random times; see {@link JobTurns}. */
final class JobLives {

  /** One of so many unfinished jobs is STARTING, the others run. */
  private static final int ONE_STARTS_OF = 10;

  private static final Duration SAY_EACH = Duration.ofMinutes(2);

  private final Stage stage;
  private final ChangeDelays delays = new ChangeDelays(System::nanoTime);
  private final JobTurns turns;

  private record SimulatedJobs(Stage stage, ChangeDelays delays, Resources resources)
      implements JobTurns.Jobs {

    @Override
    public void change(String job, String status) {
      delays.changes(job, status);
      stage.sageMaker().jobs().transition(job, JobStatus.valueOf(status));
    }

    @Override
    public void begin(String job) {
      stage.jobs().start(job);
      resources.create(job);
    }

    @Override
    public void delete(String job) {
      resources.delete(job);
    }
  }

  private JobLives(Stage stage, List<String> starting, List<String> running, List<String> ended) {
    this.stage = stage;
    this.turns =
        new JobTurns(
            new SimulatedJobs(stage, delays, stage.resources()),
            new Random(stage.parameters().seed()),
            starting,
            running,
            ended);
  }

  /** Sets up the jobs of a stage, and resources that show them; none goes on yet. */
  static JobLives setUp(Stage stage) throws InterruptedException {
    Parameters parameters = stage.parameters();
    int startingNow = Math.max(1, parameters.unfinished() / ONE_STARTS_OF);
    List<String> ended = stage.jobs().finished("ended-", parameters.finished());
    List<String> starting = stage.jobs().starting("starting-", startingNow);
    List<String> running =
        stage.jobs().running("running-", Math.max(1, parameters.unfinished() - startingNow));
    stage.jobs().untracked(parameters);
    for (List<String> names : List.of(ended, starting, running)) {
      stage.resources().storeReflected(names, parameters.threads());
    }
    stage.setUpDone();
    return new JobLives(stage, starting, running, ended);
  }

  /** From each change to the status that shows it, where they are told what is shown. */
  ChangeDelays delays() {
    return delays;
  }

  /** Has so many changes happen in this time. */
  void run(Duration time, double changesPerHour) throws InterruptedException {
    stage.say("Jobs change, %,.0f times an hour".formatted(changesPerHour));
    long end = System.nanoTime() + time.toNanos();
    long next = System.nanoTime();
    long said = next;
    while (true) {
      next += Math.round(turns.pause(changesPerHour) * 1e9);
      if (next > end) {
        pauseUntil(end);
        return;
      }
      pauseUntil(next);
      if (next - said > SAY_EACH.toNanos()) {
        said = next;
        stage.say(
            "  %,d changes, %,d of them not shown yet"
                .formatted(delays.changes(), delays.waiting()));
      }
      turns.next();
    }
  }

  /** How many jobs have begun, each with a new resource. */
  int begun() {
    return turns.begun();
  }

  private void pauseUntil(long nanos) throws InterruptedException {
    Duration pause = Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    stage.await("Jobs change", pause, () -> false);
  }
}

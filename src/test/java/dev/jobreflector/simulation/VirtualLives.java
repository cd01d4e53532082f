package dev.jobreflector.simulation;

import dev.jobreflector.benchmark.JobTurns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The benchmark's changes, at the same times by the virtual clock; see {@link JobTurns}. */
final class VirtualLives {

  private final VirtualStage stage;
  private final JobTurns turns;
  private double nextSeconds;

  private record VirtualJobs(VirtualStage stage) implements JobTurns.Jobs {

    @Override
    public void change(String job, String status) {
      stage.change(job, status);
    }

    @Override
    public void begin(String job) {
      stage.begin(job);
    }

    @Override
    public void delete(String job) {
      stage.operator().delete(job);
    }
  }

  VirtualLives(
      VirtualStage stage, List<String> starting, List<String> running, List<String> ended) {
    this.stage = stage;
    this.turns = new JobTurns(new VirtualJobs(stage), stage.random(), starting, running, ended);
  }

  /** Has changes happen from now on, for so long. */
  void run(Duration duration) {
    Instant begin = stage.time().now();
    plan(begin, begin.plus(duration));
    stage.time().pass(duration);
  }

  private void plan(Instant begin, Instant end) {
    nextSeconds += turns.pause(stage.size().changesPerHour());
    Instant next = begin.plusMillis(Math.round(nextSeconds * 1000));
    if (next.isAfter(end)) {
      return;
    }
    stage
        .time()
        .at(
            next,
            () -> {
              turns.next();
              plan(begin, end);
            });
  }
}

package dev.jobreflector.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What happens in an account and region; but for the day, the benchmark's scenario of that name.
 */
enum VirtualScenario {
  DAY("day", "a day of many accounts and regions, each like steady") {
    @Override
    Size size() {
      return Size.ofBenchmark(1_000_000, 500, Duration.ofDays(1)).over(1_000_000, 50);
    }

    @Override
    Outcome run(VirtualStage stage) {
      return STEADY.run(stage);
    }
  },
  STEADY("steady", "jobs change at random times, all the while") {
    @Override
    Size size() {
      return Size.ofBenchmark(10_000, 500, Duration.ofMinutes(30));
    }

    @Override
    Outcome run(VirtualStage stage) {
      int startingNow = Math.max(1, stage.size().unfinished() / ONE_STARTS_OF);
      List<String> ended = stage.ended("ended-", stage.finished());
      List<String> starting = stage.starting("starting-", startingNow);
      List<String> running =
          stage.running("running-", Math.max(1, stage.size().unfinished() - startingNow));
      stage.untracked();
      for (List<String> names : List.of(ended, starting, running)) {
        names.forEach(stage.operator()::applyReflected);
      }
      stage.warmUp();
      Measurement measurement = Measurement.of(stage);
      new VirtualLives(stage, starting, running, ended).run(stage.size().duration());
      stage.awaitShown(SHOWN_WITHIN);
      return measurement.end();
    }
  },
  STEADY_100K("steady-100k", "the same with 100,000 resources") {
    @Override
    Size size() {
      return Size.ofBenchmark(100_000, 500, Duration.ofMinutes(30));
    }

    @Override
    Outcome run(VirtualStage stage) {
      return STEADY.run(stage);
    }
  },
  STORM("storm", "all running jobs end within the duration") {
    @Override
    Size size() {
      return Size.ofBenchmark(1_000, 1_000, Duration.ofMinutes(1));
    }

    @Override
    Outcome run(VirtualStage stage) {
      List<String> jobs = stage.running("running-", stage.size().unfinished());
      stage.untracked();
      jobs.forEach(stage.operator()::applyReflected);
      stage.warmUp();
      Measurement measurement = Measurement.of(stage);
      List<String> inAnyOrder = new ArrayList<>(jobs);
      Collections.shuffle(inAnyOrder, stage.random());
      for (String job : inAnyOrder) {
        stage.change(job, "COMPLETED");
        stage.time().pass(stage.size().duration().dividedBy(jobs.size()));
      }
      stage.awaitShown(waitFor(jobs, stage));
      return measurement.end();
    }
  },
  SMALL("small", "resources of running jobs are created where there were none") {
    @Override
    Size size() {
      return Size.ofBenchmark(200, 200, Duration.ofSeconds(100)).withWarmUp(Duration.ofSeconds(5));
    }

    @Override
    Outcome run(VirtualStage stage) {
      List<String> running = stage.running("running-", stage.size().unfinished());
      stage.untracked();
      stage.warmUp();
      Measurement measurement = Measurement.of(stage);
      create(running, stage);
      stage.awaitShown(waitFor(running, stage));
      return measurement.end();
    }
  },
  BULK("bulk", "resources of finished and of running jobs are applied at once, in any order") {
    @Override
    Size size() {
      return Size.ofBenchmark(10_100, 100, Duration.ofMinutes(10))
          .withWarmUp(Duration.ofSeconds(15));
    }

    @Override
    Outcome run(VirtualStage stage) {
      List<String> running = stage.running("running-", stage.size().unfinished());
      List<String> all = new ArrayList<>(stage.ended("ended-", stage.finished()));
      all.addAll(running);
      Collections.shuffle(all, stage.random());
      stage.untracked();
      stage.warmUp();
      Measurement measurement = Measurement.of(stage);
      create(all, stage);
      Duration left =
          stage
              .size()
              .duration()
              .minus(stage.size().latencies().creation().multipliedBy(all.size()));
      stage.time().pass(left.isNegative() ? Duration.ZERO : left);
      return measurement.end();
    }
  },
  BACKLOG("backlog", "jobs that are shown change while hundreds of new ones wait") {
    @Override
    Size size() {
      return Size.ofBenchmark(1_000, 300, Duration.ofMinutes(5))
          .withWarmUp(Duration.ofSeconds(15))
          .atRate(1);
    }

    @Override
    Outcome run(VirtualStage stage) {
      List<String> running = stage.running("running-", stage.size().unfinished());
      List<String> all = new ArrayList<>(stage.ended("ended-", stage.finished()));
      all.addAll(running);
      Collections.shuffle(all, stage.random());
      stage.untracked();
      stage.warmUp();
      Measurement measurement = Measurement.of(stage);
      for (String name : all) {
        stage.operator().apply(name);
        stage.time().pass(stage.size().latencies().creation());
      }
      Collections.shuffle(running, stage.random());
      while (waiting(all, stage) > all.size() / 2) {
        running.stream()
            .filter(name -> "INPROGRESS".equals(stage.operator().shown(name)))
            .findFirst()
            .ifPresent(
                name -> {
                  running.remove(name);
                  stage.change(name, "COMPLETED");
                });
        stage.time().pass(CHANGE_EACH);
      }
      stage.awaitShown(SHOWN_WITHIN);
      return measurement.end();
    }

    private long waiting(List<String> names, VirtualStage stage) {
      return names.stream().filter(name -> stage.operator().shown(name) == null).count();
    }
  },
  BUSY("busy", "all jobs run, and nothing changes") {
    @Override
    Size size() {
      return Size.ofBenchmark(1_000, 1_000, Duration.ofMinutes(5));
    }

    @Override
    Outcome run(VirtualStage stage) {
      List<String> running = stage.running("running-", stage.size().unfinished());
      stage.untracked();
      running.forEach(stage.operator()::applyReflected);
      stage.warmUp();
      Measurement measurement = Measurement.of(stage);
      stage.time().pass(stage.size().duration());
      return measurement.end();
    }
  };

  /** One of so many unfinished jobs is STARTING, the others run. */
  private static final int ONE_STARTS_OF = 10;

  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(2);

  /** Twelve changes a minute. */
  private static final Duration CHANGE_EACH = Duration.ofSeconds(5);

  private final String text;
  private final String about;

  VirtualScenario(String text, String about) {
    this.text = text;
    this.about = about;
  }

  /** Its name on the command line. */
  String text() {
    return text;
  }

  String about() {
    return about;
  }

  abstract Size size();

  /** Sets one account and region up, lets it run, and measures. */
  abstract Outcome run(VirtualStage stage);

  /** Creates resources for jobs; a job that runs counts as if it began to run now. */
  private static void create(List<String> names, VirtualStage stage) {
    for (String name : names) {
      if (name.startsWith("running-")) {
        stage.delays().changes(name, "INPROGRESS");
      }
      stage.operator().apply(name);
      stage.time().pass(stage.size().latencies().creation());
    }
  }

  private static Duration waitFor(List<String> jobs, VirtualStage stage) {
    return Duration.ofSeconds(60 + Math.round(3 * jobs.size() / stage.size().rate()));
  }
}

package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.benchmark.ReflectedStatus;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Another client writes forged statuses while jobs change their states. */
final class HostileStatuses implements FaultScenario {

  private static final Duration MOVE_EACH = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** The operator repairs a resource every 10 s at most, and a poll may come before it. */
  private static final double LIMIT_SECONDS = 15;

  /** So many resources are written again and again. */
  private static final int BESIEGED = 3;

  @Override
  public String name() {
    return "statuses";
  }

  @Override
  public String about() {
    return "another client empties, restores, falsifies and fills statuses of busy and ended jobs";
  }

  /** The duration is that of all hostile writes together. */
  @Override
  public Extent extent() {
    return Extent.of(24, 600, Duration.ofMinutes(3));
  }

  @Override
  public void run(Trials trials, Extent extent, Judge judge) throws InterruptedException {
    try (Trial trial = trials.open(extent)) {
      BusyJobs jobs = new BusyJobs(trial);
      trial.operators().start(trial.operator("statuses"));
      HostileClient client =
          new HostileClient(new RawApi(trial.server(), trial.scene().namespace()), trial.random());
      forgeAll(trial, jobs, client);
      long ended = System.nanoTime();
      Trial.await(PATIENCE, () -> notAsDecided(trial.scene(), client.versions()).isEmpty());
      judge
          .show("jobs, with a resource each", jobs.names().size(), Unit.NUMBER)
          .show(
              "hostile writes",
              client.written().values().stream().mapToInt(Integer::intValue).sum(),
              Unit.NUMBER)
          .show("of them on a status that showed an end", client.onFinished(), Unit.NUMBER)
          .none("hostile writes that the API server refused", client.refused())
          .atMost(
              "all as decided after the last one within",
              (System.nanoTime() - ended) / 1e9,
              Unit.SECONDS,
              LIMIT_SECONDS)
          .none("resources not as decided", notAsDecided(trial.scene(), client.versions()));
      Aftermath.of(trial, jobs).ofFight(client.versions()).judge(judge);
      judge.none("statuses other than one that is decided now", decidedNowOtherwise(trial.scene()));
    }
  }

  private static void forgeAll(Trial trial, BusyJobs jobs, HostileClient client)
      throws InterruptedException {
    Duration pause = trial.extent().duration().dividedBy(trial.extent().times());
    BusyJobs.Moving moving = jobs.moving(MOVE_EACH);
    try {
      for (int i = 0; i < trial.extent().times(); i++) {
        client.forge(target(jobs, trial.random()));
        Trial.letPass(pause);
        if ((i + 1) % 100 == 0) {
          trial.say("%d hostile writes, %d state changes".formatted(i + 1, jobs.changes()));
        }
      }
    } finally {
      moving.stop();
    }
  }

  /** By turns any one, one whose job lives, and one of those that are written all the time. */
  private static String target(BusyJobs jobs, Random random) {
    List<String> all = jobs.names();
    List<String> living = jobs.unfinished();
    return switch (random.nextInt(3)) {
      case 0 -> all.get(random.nextInt(Math.min(BESIEGED, all.size())));
      case 1 -> HostileValues.pick(living.isEmpty() ? all : living, random);
      default -> HostileValues.pick(all, random);
    };
  }

  private static List<String> notAsDecided(Scene scene, Set<String> hostileVersions) {
    List<String> problems = new ArrayList<>();
    for (OptimizationJob resource : scene.all()) {
      String name = resource.getMetadata().getName();
      if (RepairsVerdict.showsForged(scene, resource, hostileVersions)) {
        problems.add(name + " shows what another client wrote");
      } else {
        ShownRight.problem(resource, scene.sageMaker().jobs().find(name).orElse(null))
            .ifPresent(problem -> problems.add(name + ": " + problem));
      }
    }
    return problems;
  }

  /** Asks SageMaker for each job once more, by itself: after the calls were judged. */
  private static List<String> decidedNowOtherwise(Scene scene) {
    List<String> problems = new ArrayList<>();
    try (ReflectedStatus reflected = new ReflectedStatus(scene.sageMaker())) {
      for (OptimizationJob resource : scene.all()) {
        String name = resource.getMetadata().getName();
        if (!(reflected.observe(name) instanceof Observation.Found found)) {
          problems.add(name + " is not described");
          continue;
        }
        var decided = reflected.decide(resource, found).status();
        if (!decided.equals(resource.getStatus())) {
          problems.add(name + ": " + resource.getStatus() + ", decided " + decided);
        }
      }
    }
    return problems;
  }
}

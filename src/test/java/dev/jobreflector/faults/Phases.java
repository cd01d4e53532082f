package dev.jobreflector.faults;

import dev.jobreflector.measurement.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Phases, one after the other in random order, while jobs change; each with a calm behind it. */
final class Phases {

  private static final Duration MOVE_EACH = Duration.ofMillis(300);

  private final Trial trial;
  private final BusyJobs jobs;
  private final Map<String, Double> slowest = new LinkedHashMap<>();

  Phases(Trial trial, BusyJobs jobs) {
    this.trial = trial;
    this.jobs = jobs;
  }

  /** Lives through all of them, as many times as the trial's extent says. */
  void liveThrough(List<Phase> phases) throws InterruptedException {
    phases.forEach(phase -> slowest.put(phase.name(), 0.0));
    for (int round = 0; round < trial.extent().times(); round++) {
      List<Phase> shuffled = new ArrayList<>(phases);
      Collections.shuffle(shuffled, trial.random());
      for (Phase phase : shuffled) {
        liveThrough(phase);
      }
    }
  }

  /** Judges how soon all was shown after the slowest of each, or during it where it hides none. */
  void addTo(Judge judge) {
    slowest.forEach(
        (name, seconds) ->
            judge.atMost("shown after: " + name, seconds, Unit.SECONDS, Aftermath.LIMIT_SECONDS));
  }

  private void liveThrough(Phase phase) throws InterruptedException {
    BusyJobs.Moving moving = jobs.moving(MOVE_EACH);
    phase.begin().run();
    try {
      Trial.letPass(trial.extent().duration());
      moving.stop();
      if (phase.shownMeanwhile()) {
        note(phase, Aftermath.secondsToShow(jobs));
      }
    } finally {
      moving.stop();
      phase.end().run();
    }
    if (!phase.shownMeanwhile()) {
      note(phase, Aftermath.secondsToShow(jobs));
    }
  }

  private void note(Phase phase, double seconds) {
    trial.say("%s: all shown after %.1f s".formatted(phase.name(), seconds));
    if (seconds > Aftermath.LIMIT_SECONDS) {
      jobs.notShown().stream().limit(3).forEach(one -> trial.say("  " + one));
    }
    slowest.merge(phase.name(), seconds, Math::max);
  }
}

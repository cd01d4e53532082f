package dev.jobreflector.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All states of a job, past and planned, in order of time: where it stands is read off, so that no
 * thread has to move it.
 */
public record Timeline(List<Phase> phases) {

  public Timeline {
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("A job is always in some state");
    }
    phases = List.copyOf(phases);
  }

  public static Timeline of(Phase... phases) {
    return new Timeline(List.of(phases));
  }

  /** The state at {@code now}; the first one before it begins. */
  public Phase at(Instant now) {
    for (int i = phases.size() - 1; i > 0; i--) {
      if (!phases.get(i).since().isAfter(now)) {
        return phases.get(i);
      }
    }
    return phases.get(0);
  }

  /** When the job began to run; null if it had not by {@code now}. */
  public @Nullable Instant startTime(Instant now) {
    for (Phase phase : phases) {
      if (phase.status().equals(JobStatus.INPROGRESS.name()) && !phase.since().isAfter(now)) {
        return phase.since();
      }
    }
    return null;
  }

  /** When the job ended; null if it had not by {@code now}. */
  public @Nullable Instant endTime(Instant now) {
    Phase phase = at(now);
    return phase.isFinal() ? phase.since() : null;
  }

  /** What was planned from the first of {@code next} on gives way to {@code next}. */
  public Timeline then(Phase... next) {
    Instant cut = next[0].since();
    List<Phase> changed = new ArrayList<>();
    for (Phase phase : phases) {
      if (!phase.since().isAfter(cut)) {
        changed.add(phase);
      }
    }
    changed.addAll(List.of(next));
    return new Timeline(changed);
  }
}

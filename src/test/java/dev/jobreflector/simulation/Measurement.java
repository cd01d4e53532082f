package dev.jobreflector.simulation;

import dev.jobreflector.measurement.ChangeDelays;
import java.time.Duration;
import java.time.Instant;

/** What happens in an account and region from now on. */
final class Measurement {

  private static final Duration LOOK_EACH = Duration.ofMinutes(1);

  private final VirtualStage stage;
  private final Instant begin;
  private final Counts before;
  private Duration oldestPoll = Duration.ZERO;
  private boolean ended;

  private Measurement(VirtualStage stage) {
    this.stage = stage;
    this.begin = stage.time().now();
    this.before = Counts.of(stage.operator());
  }

  /** Begins one. */
  static Measurement of(VirtualStage stage) {
    Measurement measurement = new Measurement(stage);
    measurement.look();
    return measurement;
  }

  private void look() {
    if (!ended) {
      Duration oldest = stage.operator().schedule().oldestPoll(stage.time().now());
      oldestPoll = oldest.compareTo(oldestPoll) > 0 ? oldest : oldestPoll;
      stage.time().in(LOOK_EACH, this::look);
    }
  }

  /** Ends it with what was measured. */
  Outcome end() {
    ended = true;
    ChangeDelays delays = stage.delays();
    CallRecord calls = stage.operator().calls();
    return new Outcome(
        stage.operator().resources(),
        Duration.between(begin, stage.time().now()).toNanos() / 1e9,
        delays.changes(),
        delays.begun(),
        delays.waiting(),
        delays.passed(),
        delays.shown(),
        delays.firstsShown(),
        Counts.of(stage.operator()).since(before),
        calls.throttled(),
        calls.excess(),
        oldestPoll.toNanos() / 1e9);
  }
}

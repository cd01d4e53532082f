package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * The requests an account and region is asked for: a token bucket whose rate gives way to
 * throttling.
 *
 * <p>Calls in flight hold their tokens: tokens and calls in flight together never exceed {@code
 * burst}. So whatever a call's way through the network takes, AWS never sees more than {@code burst
 * + rate × t} calls in any time t. It also makes {@code burst} the most calls in flight at once.
 *
 * <p>Throttling halves the rate, at most once each {@link #STEP}; each {@link #STEP} without it
 * adds {@link #RECOVERY}, up to the rate that was set. Not thread-safe.
 */
public final class RequestBudget {

  /** The rate never falls below this many requests a second, or the rate that was set. */
  public static final double FLOOR = 0.1;

  /** Added to the rate each {@link #STEP} without throttling, in requests a second. */
  public static final double RECOVERY = 0.1;

  /** The shortest time between two halvings of the rate, and without throttling for a recovery. */
  public static final Duration STEP = Duration.ofSeconds(10);

  private static final double NANOS = 1e9;
  // A token short by rounding alone is a token.
  private static final double ROUNDING = 1e-6;

  private final double fullRate;
  private final int burst;
  private double rate;
  private double tokens;
  private int inFlight;
  private Instant refilledTime;
  private Instant halvingTime;
  private Instant recoveryTime;

  /**
   * A full bucket.
   *
   * @param rate requests a second, above 0
   * @param burst requests at once, at least 1
   * @param now the time
   */
  public RequestBudget(double rate, int burst, Instant now) {
    if (!(rate > 0) || burst < 1) {
      throw new IllegalArgumentException("rate must be above 0, and burst at least 1");
    }
    this.fullRate = rate;
    this.burst = burst;
    this.rate = rate;
    this.tokens = burst;
    this.refilledTime = now;
    this.halvingTime = now;
    this.recoveryTime = now;
  }

  /** Takes a token for a call that begins now, if there is one. */
  public boolean tryTake(Instant now) {
    refill(now);
    if (tokens < 1 - ROUNDING) {
      return false;
    }
    tokens = Math.max(0, tokens - 1);
    inFlight++;
    return true;
  }

  /** Ends a call that took a token. */
  public void ended(Instant now) {
    refill(now);
    inFlight--;
  }

  /** Gives way: AWS throttled a call. */
  public void throttled(Instant now) {
    refill(now);
    if (!now.isBefore(halvingTime)) {
      rate = Math.max(Math.min(FLOOR, fullRate), rate / 2);
      halvingTime = now.plus(STEP);
    }
    recoveryTime = now.plus(STEP);
  }

  /**
   * When the next token is there, if no more calls begin; {@link Instant#MAX} where only the end of
   * a call can bring one.
   */
  public Instant nextTokenTime(Instant now) {
    refill(now);
    if (tokens >= 1 - ROUNDING) {
      return now;
    }
    if (burst - inFlight < 1) {
      return Instant.MAX;
    }
    return now.plusNanos((long) Math.ceil((1 - tokens) / rate * NANOS));
  }

  /** The rate as it was when a token was last asked for, in requests a second. */
  public double rate() {
    return rate;
  }

  /** The rate at this time. */
  double rate(Instant now) {
    refill(now);
    return rate;
  }

  private void refill(Instant now) {
    if (now.isBefore(refilledTime)) {
      // The clock was set back; waiting for the old time would stop every call.
      refilledTime = now;
    }
    if (now.isAfter(refilledTime)) {
      double seconds = Duration.between(refilledTime, now).toNanos() / NANOS;
      tokens = Math.min(burst - inFlight, tokens + seconds * rate);
      refilledTime = now;
    }
    while (rate < fullRate && !now.isBefore(recoveryTime)) {
      rate = Math.min(fullRate, rate + RECOVERY);
      recoveryTime = recoveryTime.plus(STEP);
    }
  }
}

package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * The request budget of an account and region: a token bucket whose rate falls with throttling.
 *
 * <p>A call in flight holds its token: tokens and calls in flight together never exceed {@code
 * burst}. So AWS receives at most {@code burst + rate × t} calls in any time t, however long calls
 * take through the network. {@code burst} is also the most calls in flight at once.
 *
 * <p>Throttling halves the rate, at most once each {@link #STEP}. Each {@link #STEP} without
 * throttling adds {@link #RECOVERY}, up to the configured rate. Not thread-safe.
 */
public final class RequestBudget {

  /**
   * The lowest rate after throttling, in requests per second, unless the configured rate is lower.
   */
  public static final double FLOOR = 0.1;

  /** The rate that each {@link #STEP} without throttling adds, in requests per second. */
  public static final double RECOVERY = 0.1;

  /**
   * The shortest time between two halvings of the rate, and the time without throttling before each
   * increase.
   */
  public static final Duration STEP = Duration.ofSeconds(10);

  private static final double NANOS = 1e9;
  // Rounding errors must not cost a token.
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
   * Creates a full bucket.
   *
   * @param rate requests per second, above 0
   * @param burst the most requests at once, at least 1
   * @param now the current time
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

  /** Takes a token for a call that begins now. Returns false if there is no token. */
  public boolean tryTake(Instant now) {
    refill(now);
    if (tokens < 1 - ROUNDING) {
      return false;
    }
    tokens = Math.max(0, tokens - 1);
    inFlight++;
    return true;
  }

  /** The number of calls in flight. */
  int inFlight() {
    return inFlight;
  }

  /** Records the end of a call that took a token. */
  public void ended(Instant now) {
    refill(now);
    inFlight--;
  }

  /** Lowers the rate, since AWS throttled a call. */
  public void throttled(Instant now) {
    refill(now);
    if (!now.isBefore(halvingTime)) {
      rate = Math.max(Math.min(FLOOR, fullRate), rate / 2);
      halvingTime = now.plus(STEP);
    }
    recoveryTime = now.plus(STEP);
  }

  /**
   * When the next token is available, if no more calls begin. {@link Instant#MAX} if a call in
   * flight must end first.
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

  /** The rate at the last refill, in requests per second. */
  public double rate() {
    return rate;
  }

  /** The rate at this time, in requests per second. */
  double rate(Instant now) {
    refill(now);
    return rate;
  }

  private void refill(Instant now) {
    if (now.isBefore(refilledTime)) {
      // The clock was set back: waiting until the old time would stop all calls.
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

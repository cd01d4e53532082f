package dev.jobreflector.reconcile;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter.RateLimitState;
import java.time.Duration;
import java.util.Optional;

/** No limit on reconciles, and one state for all resources: JOSDK's own takes 90 bytes for each. */
final class NoRateLimit implements RateLimiter<RateLimitState> {

  private final RateLimitState state = new RateLimitState() {};

  @Override
  public Optional<Duration> isLimited(RateLimitState ignored) {
    return Optional.empty();
  }

  @Override
  public RateLimitState initState() {
    return state;
  }
}

package dev.jobreflector.reconcile;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter.RateLimitState;
import java.time.Duration;
import java.util.Optional;

/**
 * Does not limit reconciles. Shares one state among all resources: JOSDK's own limiter takes 90
 * bytes for each.
 */
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

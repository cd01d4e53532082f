package dev.jobreflector.simulator;

import java.util.function.LongSupplier;

/** Grants {@code burst} requests at once and {@code rate} a second after that. Thread-safe. */
final class TokenBucket {

  private final double ratePerNano;
  private final double burst;
  private final LongSupplier nanoTime;
  private double tokens;
  private long filled;

  TokenBucket(double ratePerSecond, double burst, LongSupplier nanoTime) {
    if (ratePerSecond <= 0 || burst < 1) {
      throw new IllegalArgumentException(
          "A bucket of rate " + ratePerSecond + " and burst " + burst + " grants nothing");
    }
    this.ratePerNano = ratePerSecond / 1e9;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.filled = nanoTime.getAsLong();
  }

  synchronized boolean take() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(burst, tokens + (now - filled) * ratePerNano);
    filled = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}

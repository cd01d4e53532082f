package dev.jobreflector.simulation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How large a simulated scenario is.
 *
 * @param resources over all accounts and regions
 * @param regions accounts and regions; each has its jobs, its schedule and its budget
 * @param unfinished resources of each of them whose job has not ended
 * @param untrackedActive jobs of each that run and have no resource
 * @param untrackedFinished jobs of each that have ended and have no resource
 * @param changesPerHour state changes of jobs of each that have a resource
 * @param duration how long is measured, or the load lasts; by the virtual clock
 * @param warmUp from the operator's start to the first measurement; null: until the budget has
 *     described every unfinished job once
 * @param rate requests a second for each, above 0
 * @param burst requests at once for each
 * @param freshness the operator's {@code --freshness}
 * @param latencies how long calls, reconciles and writes take
 * @param seed of all that is random
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false, enableGetters = false)
record Size(
    int resources,
    int regions,
    int unfinished,
    int untrackedActive,
    int untrackedFinished,
    double changesPerHour,
    Duration duration,
    @Nullable Duration warmUp,
    double rate,
    int burst,
    Duration freshness,
    Latencies latencies,
    long seed) {

  private static final Duration SETTLED = Duration.ofSeconds(30);

  /** Refuses what cannot be simulated. */
  Size {
    if (regions < 1 || unfinished < 0 || resources < 0 || resources / regions < unfinished) {
      throw new IllegalArgumentException(
          "%,d resources over %,d accounts and regions cannot have %,d unfinished in each"
              .formatted(resources, regions, unfinished));
    }
    if (!(rate > 0) || burst < 1 || !(changesPerHour > 0) || duration.isNegative()) {
      throw new IllegalArgumentException(
          "The rate and the changes must be above 0, and the burst at least 1");
    }
  }

  /** As the benchmark's own: one account and region with others' jobs, two requests a second. */
  static Size ofBenchmark(int resources, int unfinished, Duration duration) {
    return SizeBuilder.builder()
        .resources(resources)
        .regions(1)
        .unfinished(unfinished)
        .untrackedActive(300)
        .untrackedFinished(2_000)
        .changesPerHour(1_800)
        .duration(duration)
        .rate(2)
        .burst(2)
        .freshness(Duration.ofSeconds(10))
        .latencies(Latencies.loopback())
        .seed(20_260_301)
        .build();
  }

  /** With this many requests a second. */
  Size atRate(double requests) {
    return SizeBuilder.builder(this).rate(requests).build();
  }

  Size withWarmUp(Duration time) {
    return SizeBuilder.builder(this).warmUp(time).build();
  }

  /** So many resources over so many accounts and regions, as far from AWS as clusters are. */
  Size over(int all, int accountRegions) {
    return SizeBuilder.builder(this)
        .resources(all)
        .regions(accountRegions)
        .latencies(Latencies.region())
        .build();
  }

  Size withSeed(long newSeed) {
    return SizeBuilder.builder(this).seed(newSeed).build();
  }

  /** The resources of the account and region of this number, from 0 on. */
  int resourcesOf(int region) {
    return resources / regions + (region < resources % regions ? 1 : 0);
  }

  /** The time from the operator's start to the first measurement. */
  Duration warmUpTime() {
    return warmUp == null ? SETTLED.plusMillis(Math.round(1000 * unfinished / rate)) : warmUp;
  }
}

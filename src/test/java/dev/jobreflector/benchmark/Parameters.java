package dev.jobreflector.benchmark;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How large a scenario is.
 *
 * @param resources how many resources there are
 * @param unfinished how many of them have a job that has not ended
 * @param untrackedActive jobs that run and have no resource
 * @param untrackedFinished jobs that have ended and have no resource
 * @param changesPerHour state changes of jobs that have a resource
 * @param duration how long the scenario is measured, or its load lasts
 * @param warmUp from the operator's start to the first measurement; null: until a budget of this
 *     rate has described every unfinished job once
 * @param rate requests a second that SageMaker allows and the operator is told of; 0: no limit
 * @param burst requests at once
 * @param threads that create and change resources
 * @param seed of all that is random
 */
@RecordBuilder
@RecordBuilder.Options(enableWither = false, enableGetters = false)
record Parameters(
    int resources,
    int unfinished,
    int untrackedActive,
    int untrackedFinished,
    double changesPerHour,
    Duration duration,
    @Nullable Duration warmUp,
    double rate,
    int burst,
    int threads,
    long seed) {

  private static final Duration SETTLED = Duration.ofSeconds(30);

  /** Two requests a second, and an account that others use too: 300 active, 2,000 ended jobs. */
  static Parameters of(int resources, int unfinished, Duration duration) {
    return ParametersBuilder.builder()
        .resources(resources)
        .unfinished(unfinished)
        .untrackedActive(300)
        .untrackedFinished(2_000)
        .changesPerHour(1_800)
        .duration(duration)
        .rate(2)
        .burst(2)
        .threads(32)
        .seed(20_260_301)
        .build();
  }

  /** With no limit on requests. */
  Parameters unlimited() {
    return withBudget(0, burst);
  }

  Parameters withBudget(double newRate, int newBurst) {
    return ParametersBuilder.builder(this).rate(newRate).burst(newBurst).build();
  }

  Parameters withResources(int number, int unfinishedOnes) {
    return ParametersBuilder.builder(this).resources(number).unfinished(unfinishedOnes).build();
  }

  Parameters withChangesPerHour(double changes) {
    return ParametersBuilder.builder(this).changesPerHour(changes).build();
  }

  Parameters withWarmUp(Duration time) {
    return ParametersBuilder.builder(this).warmUp(time).build();
  }

  /** Numbers of jobs and resources, and the duration, times {@code factor}; rates stay. */
  Parameters scaled(double factor) {
    return ParametersBuilder.builder(this)
        .resources(scaled(resources, factor))
        .unfinished(scaled(unfinished, factor))
        .untrackedActive(scaled(untrackedActive, factor))
        .untrackedFinished(scaled(untrackedFinished, factor))
        .duration(Duration.ofMillis(Math.round(duration.toMillis() * factor)))
        .build();
  }

  /** How many resources have a job that has ended. */
  int finished() {
    return resources - unfinished;
  }

  /** The time from the operator's start to the first measurement. */
  Duration warmUpTime() {
    if (warmUp != null) {
      return warmUp;
    }
    return rate == 0 ? SETTLED : SETTLED.plusMillis(Math.round(1000 * unfinished / rate));
  }

  /** All of it that matters most, in words. */
  String size() {
    StringBuilder size = new StringBuilder("%,d resources".formatted(resources));
    if (unfinished > 0) {
      size.append(", %,d unfinished".formatted(unfinished));
    }
    if (!duration.isZero()) {
      size.append(", ").append(text(duration));
    }
    return size.append(
            rate == 0
                ? ", no limit on requests"
                : ", %s requests/s".formatted(Double.toString(rate).replaceFirst("\\.0$", "")))
        .toString();
  }

  private static String text(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  private static int scaled(int number, double factor) {
    return number == 0 ? 0 : Math.max(1, (int) Math.round(number * factor));
  }
}

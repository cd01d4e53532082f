package dev.jobreflector.benchmark;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that change a scenario's size. */
@SuppressWarnings("UnusedVariable") // picocli sets the fields
final class Sizes {

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "Numbers of jobs and resources, and times, times this (default: 1).")
  private double scale = 1;

  @Option(
      names = "--resources",
      paramLabel = "NUMBER",
      description = "How many resources there are.")
  private @Nullable Integer resources;

  @Option(
      names = "--unfinished",
      paramLabel = "NUMBER",
      description = "How many of them have a job that has not ended.")
  private @Nullable Integer unfinished;

  @Option(
      names = "--untracked-active",
      paramLabel = "NUMBER",
      description = "Jobs that run and have no resource (default: 300).")
  private @Nullable Integer untrackedActive;

  @Option(
      names = "--untracked-finished",
      paramLabel = "NUMBER",
      description = "Jobs that have ended and have no resource (default: 2000).")
  private @Nullable Integer untrackedFinished;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "How long is measured, or the load lasts: 90s, 30m, 1h30m.")
  private @Nullable Duration duration;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      description = "From the operator's start to the first measurement.")
  private @Nullable Duration warmUp;

  @Option(
      names = "--changes-per-hour",
      paramLabel = "NUMBER",
      description = "State changes of jobs an hour, in steady and its like (default: 1800).")
  private @Nullable Double changesPerHour;

  @Option(
      names = "--rate",
      paramLabel = "NUMBER",
      description = "Requests a second that SageMaker allows (default: 2); 0: no limit.")
  private @Nullable Double rate;

  @Option(
      names = "--burst",
      paramLabel = "NUMBER",
      description = "Requests at once that SageMaker allows (default: 2).")
  private @Nullable Integer burst;

  @Option(
      names = "--threads",
      paramLabel = "NUMBER",
      description = "Threads that create resources (default: 32).")
  private @Nullable Integer threads;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of all that is random.")
  private @Nullable Long seed;

  /** A scenario's own size, changed by what was given. */
  Parameters apply(Parameters own) {
    Parameters scaled = scale == 1 ? own : own.scaled(scale);
    int all = or(resources, scaled.resources());
    // A scenario of unfinished jobs alone stays one.
    int open =
        unfinished != null
            ? unfinished
            : scaled.finished() == 0 ? all : Math.min(all, scaled.unfinished());
    return ParametersBuilder.builder()
        .resources(all)
        .unfinished(open)
        .untrackedActive(or(untrackedActive, scaled.untrackedActive()))
        .untrackedFinished(or(untrackedFinished, scaled.untrackedFinished()))
        .changesPerHour(or(changesPerHour, scaled.changesPerHour()))
        .duration(or(duration, scaled.duration()))
        .warmUp(warmUp == null ? scaled.warmUp() : warmUp)
        .rate(or(rate, scaled.rate()))
        .burst(or(burst, scaled.burst()))
        .threads(or(threads, scaled.threads()))
        .seed(or(seed, scaled.seed()))
        .build();
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}

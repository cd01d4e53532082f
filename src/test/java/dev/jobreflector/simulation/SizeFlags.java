package dev.jobreflector.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that change a scenario's size. */
@SuppressWarnings("UnusedVariable") // picocli sets the fields
final class SizeFlags {

  @Option(
      names = "--resources",
      paramLabel = "NUMBER",
      description = "Resources over all accounts and regions.")
  private @Nullable Integer resources;

  @Option(names = "--regions", paramLabel = "NUMBER", description = "Accounts and regions.")
  private @Nullable Integer regions;

  @Option(
      names = "--unfinished",
      paramLabel = "NUMBER",
      description = "Resources of each account and region whose job has not ended.")
  private @Nullable Integer unfinished;

  @Option(
      names = "--changes-per-hour",
      paramLabel = "NUMBER",
      description = "State changes of jobs in each, in day and steady (default: 1800).")
  private @Nullable Double changesPerHour;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "Virtual time that is measured, or the load lasts: 90s, 30m, 24h.")
  private @Nullable Duration duration;

  @Option(
      names = "--rate",
      paramLabel = "NUMBER",
      description = "Requests a second for each account and region (default: 2).")
  private @Nullable Double rate;

  @Option(
      names = "--burst",
      paramLabel = "NUMBER",
      description = "Requests at once for each (default: 2).")
  private @Nullable Integer burst;

  @Option(
      names = "--freshness",
      paramLabel = "DURATION",
      description = "The operator's --freshness (default: 10s); 0s: no lists.")
  private @Nullable Duration freshness;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      description =
          "A call to AWS, there and back, give or take a half (default: 0.15s in day, else"
              + " 0.005s).")
  private @Nullable Duration latency;

  @Option(
      names = "--creation",
      paramLabel = "DURATION",
      description =
          "From one resource to the next where many are created at once, in small and bulk (default:"
              + " 0.003s).")
  private @Nullable Duration creation;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of all that is random.")
  private @Nullable Long seed;

  /** A scenario's own size, changed by what was given. */
  Size apply(Size own) {
    int all = or(resources, own.resources());
    int parts = or(regions, own.regions());
    Latencies latencies = own.latencies();
    latencies = latency == null ? latencies : latencies.withCall(latency);
    latencies = creation == null ? latencies : latencies.withCreation(creation);
    // A scenario of unfinished jobs alone stays one.
    int open = own.resourcesOf(0) == own.unfinished() ? all / parts : own.unfinished();
    return SizeBuilder.builder(own)
        .resources(all)
        .regions(parts)
        .unfinished(or(unfinished, open))
        .changesPerHour(or(changesPerHour, own.changesPerHour()))
        .duration(or(duration, own.duration()))
        .rate(or(rate, own.rate()))
        .burst(or(burst, own.burst()))
        .freshness(or(freshness, own.freshness()))
        .latencies(latencies)
        .seed(or(seed, own.seed()))
        .build();
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}

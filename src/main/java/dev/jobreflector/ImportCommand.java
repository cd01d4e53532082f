package dev.jobreflector;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.discovery.JobNamePatterns;
import dev.jobreflector.discovery.Manifests;
import dev.jobreflector.polling.JobListing;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.sagemaker.SageMakerConnection;
import dev.jobreflector.sagemaker.SageMakerGateway;
import dev.jobreflector.schedule.RequestBudget;
import dev.jobreflector.settings.ImportSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The subcommand {@code import}: writes manifests of existing jobs, for Git. */
final class ImportCommand {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int BURST = 1;
  private static final int PAGES_BETWEEN_REPORTS = 10;

  private final ImportSettings settings;
  private final String region;
  private final Clock clock;
  private final ManifestWriter manifests;
  private final PrintStream messages;

  /**
   * Creates the command.
   *
   * @param region the region of the jobs
   * @param out receives the manifests, if they do not go to files
   * @param messages receives progress and problems
   */
  ImportCommand(
      ImportSettings settings, String region, Clock clock, PrintStream out, PrintStream messages) {
    this.settings = settings;
    this.region = region;
    this.clock = clock;
    this.manifests = new ManifestWriter(out);
    this.messages = messages;
  }

  /** Lists the jobs and writes the manifests. Returns the exit code. */
  int run(Proxies proxies) throws InterruptedException {
    try (SageMakerGateway gateway =
        new SageMakerGateway(
            SageMakerConnection.of(region, proxies),
            clock,
            (operation, outcome, place, duration) -> {},
            member -> {})) {
      JobListing listing =
          new JobListing(
              gateway,
              new RequestBudget(settings.awsRate(), BURST, clock.instant()),
              clock,
              pause -> Thread.sleep(pause.toMillis() + 1),
              this::report);
      String problem = listing.run(createdAfter());
      if (problem != null && !settings.partial()) {
        say("The list of jobs is not complete, so nothing is written. " + problem);
        return FAILED;
      }
      JobNamePatterns patterns = settings.jobNames();
      List<String> selected = listing.jobNames().stream().filter(patterns::select).toList();
      String accountId = Objects.requireNonNullElse(gateway.accountId(), "");
      return write(
          Manifests.of(selected, accountId, region, settings.namespace()),
          listing.jobNames().size(),
          problem);
    }
  }

  private int write(List<OptimizationJob> resources, int listed, @Nullable String problem) {
    try {
      if (settings.outputDir() == null) {
        manifests.print(resources);
      } else {
        manifests.writeInto(settings.outputDir(), resources);
      }
    } catch (IOException e) {
      say("The manifests cannot be written: " + e);
      return FAILED;
    }
    say("%d of %d jobs imported from %s".formatted(resources.size(), listed, region));
    if (problem != null) {
      say("The list of jobs is not complete. " + problem);
    }
    return problem == null ? OK : FAILED;
  }

  private @Nullable Instant createdAfter() {
    Duration within = settings.createdWithin();
    return within == null ? null : clock.instant().minus(within);
  }

  private void report(int pages, int jobs) {
    if (pages % PAGES_BETWEEN_REPORTS == 0) {
      say("%d jobs listed so far".formatted(jobs));
    }
  }

  private void say(String message) {
    messages.println("job-reflector import: " + message);
  }
}

package dev.jobreflector.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gauges over all resources, and over all accounts and regions. Read when scraped; a replica that
 * does not lead has none.
 */
public final class ResourceGauges {

  private final MultiGauge jobs;
  private final MultiGauge oldestPoll;
  private final MultiGauge budgetRate;
  private final Supplier<Map<JobGroup, Long>> jobCounts;
  private final Supplier<List<PollFigures>> pollFigures;

  /** Resources that are counted together; {@code status} is empty where the job was never seen. */
  public record JobGroup(String account, String region, String status) {}

  /**
   * The polls of one account and region.
   *
   * @param account the account's id; empty while not known
   * @param region the AWS region
   * @param oldestPollSeconds since the poll of the job that was longest not polled
   * @param budgetRate the present rate, in requests a second
   */
  public record PollFigures(
      String account, String region, double oldestPollSeconds, double budgetRate) {}

  /**
   * Gauges in this registry.
   *
   * @param jobCounts counts the resources; empty where this replica does not lead
   * @param pollFigures tells of the polls; empty where this replica does not lead
   */
  public ResourceGauges(
      MeterRegistry registry,
      Supplier<Map<JobGroup, Long>> jobCounts,
      Supplier<List<PollFigures>> pollFigures) {
    this.jobs =
        MultiGauge.builder("jobreflector.jobs")
            .description("Resources by the status of their job")
            .register(registry);
    this.oldestPoll =
        MultiGauge.builder("jobreflector.oldest.poll.seconds")
            .description("Since the poll of the unfinished job that was longest not polled")
            .register(registry);
    this.budgetRate =
        MultiGauge.builder("jobreflector.aws.budget.rate")
            .description("Requests a second that AWS is asked for at most, as throttling leaves it")
            .register(registry);
    this.jobCounts = jobCounts;
    this.pollFigures = pollFigures;
  }

  /** Reads every gauge anew, then reads on; one at a time, or two scrapes would mix. */
  public synchronized <T> T refreshed(Supplier<T> read) {
    refresh();
    return read.get();
  }

  private void refresh() {
    jobs.register(
        jobCounts.get().entrySet().stream()
            .map(entry -> Row.of(tags(entry.getKey()), entry.getValue()))
            .toList(),
        true);
    List<PollFigures> figures = pollFigures.get();
    oldestPoll.register(
        figures.stream().map(f -> Row.of(tags(f), f.oldestPollSeconds())).toList(), true);
    budgetRate.register(figures.stream().map(f -> Row.of(tags(f), f.budgetRate())).toList(), true);
  }

  private static Tags tags(JobGroup group) {
    return Tags.of("account", group.account(), "region", group.region(), "status", group.status());
  }

  private static Tags tags(PollFigures figures) {
    return Tags.of("account", figures.account(), "region", figures.region());
  }
}

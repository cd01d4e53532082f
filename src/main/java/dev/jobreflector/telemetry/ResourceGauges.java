package dev.jobreflector.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gauges of all resources, and of all accounts and regions. Each scrape reads them. A replica that
 * does not lead exports none.
 */
public final class ResourceGauges {

  private final MultiGauge jobs;
  private final MultiGauge oldestPoll;
  private final MultiGauge budgetRate;
  private final Supplier<Map<JobGroup, Long>> jobCounts;
  private final Supplier<List<PollFigures>> pollFigures;

  /**
   * A group of resources that are counted together; {@code status} is empty if their jobs were
   * never described.
   */
  public record JobGroup(String account, String region, String status) {}

  /**
   * Figures about the polls of one account and region.
   *
   * @param account the id of the account; empty while it is not known
   * @param region the AWS region
   * @param oldestPollSeconds the longest time, over all unfinished jobs, since a poll or a list
   *     showed the job
   * @param budgetRate the present rate of the request budget, in requests per second
   */
  public record PollFigures(
      String account, String region, double oldestPollSeconds, double budgetRate) {}

  /**
   * Creates the gauges in this registry.
   *
   * @param jobCounts counts the resources; empty if this replica does not lead
   * @param pollFigures gives the figures about polls; empty if this replica does not lead
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
            .description("Longest time since an unfinished job was last polled or listed")
            .register(registry);
    this.budgetRate =
        MultiGauge.builder("jobreflector.aws.budget.rate")
            .description("Maximum requests per second to AWS now; throttling lowers it")
            .register(registry);
    this.jobCounts = jobCounts;
    this.pollFigures = pollFigures;
  }

  /** Updates every gauge, then calls {@code read}. Synchronized, so that two scrapes do not mix. */
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

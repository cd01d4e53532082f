package dev.jobreflector.polling;

import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollSnapshot;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.PollSchedule;
import dev.jobreflector.schedule.RequestBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The polls of every account and region. Each account and region has its own source, schedule and
 * request budget, created on first use. Thread-safe.
 */
public final class JobPolls implements AutoCloseable {

  /** More calls at once gain nothing, since AWS allows a few requests per second. */
  private static final int MOST_CALLS_AT_ONCE = 32;

  private final Map<AccountRegion, RegionPoller> regions = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Instant> firstUse = new AtomicReference<>();
  private final Function<AccountRegion, JobSource> sources;
  private final double rate;
  private final int burst;
  private final PollListener listener;
  private final Clock clock;
  private final Duration graceTime;
  private final Duration freshness;
  private final CallThreads threads = new CallThreads();
  private volatile boolean closed;

  /**
   * Creates an instance that polls nothing yet.
   *
   * @param sources creates the source for an account and region; {@link #close} closes it
   * @param rate requests per second for each account and region
   * @param burst the most requests at once for each account and region, at least 1
   * @param listener receives the results of polls
   * @param clock a clock that is never set back or forward, for due times and durations
   * @param graceTime how long an account and region may fail before the listener is notified
   * @param freshness how soon a change of an unfinished job should be seen; zero turns lists off
   */
  public JobPolls(
      Function<AccountRegion, JobSource> sources,
      double rate,
      int burst,
      PollListener listener,
      Clock clock,
      Duration graceTime,
      Duration freshness) {
    this.sources = sources;
    this.rate = rate;
    this.burst = burst;
    this.listener = listener;
    this.clock = clock;
    this.graceTime = graceTime;
    this.freshness = freshness;
  }

  /**
   * The snapshot of what polls know about a resource and its job. {@code job} is null if the job
   * must not be polled. A job that is not null opens its account and region, so that the audit runs
   * there even if no job is polled.
   */
  public PollSnapshot snapshot(ResourceKey resource, @Nullable JobKey job) {
    Instant since = pollingSince();
    return job == null
        ? PollSnapshot.nothing(since)
        : region(job.accountRegion()).snapshot(resource, job.jobName(), since);
  }

  /** Registers the poll request of a resource, in place of its previous poll request. */
  public void register(ResourceKey resource, PollRequest pollRequest) {
    region(pollRequest.job().accountRegion()).register(resource, pollRequest);
  }

  /** Forgets a resource that is gone or needs no polls. */
  public void forget(ResourceKey resource) {
    regions.values().forEach(region -> region.forget(resource));
  }

  /**
   * The AWS credentials for an account and region, or why there are none. Blocks while the
   * providers respond.
   */
  public CredentialsCheck checkCredentials(AccountRegion accountRegion) {
    return region(accountRegion).checkCredentials();
  }

  /** The accounts and regions in use so far. */
  public Set<AccountRegion> accountRegions() {
    return Set.copyOf(regions.keySet());
  }

  /** The 12-digit id of the AWS account; null if not known yet. */
  public @Nullable String accountId(AccountRegion accountRegion) {
    RegionPoller region = regions.get(accountRegion);
    return region == null ? null : region.accountId();
  }

  /** The current rate, in requests per second; 0 if the account and region is not in use. */
  public double rate(AccountRegion accountRegion) {
    RegionPoller region = regions.get(accountRegion);
    return region == null ? 0 : region.rate();
  }

  /** The age of the oldest poll or list of an unfinished job there; zero if there is none. */
  public Duration oldestPoll(AccountRegion accountRegion) {
    RegionPoller region = regions.get(accountRegion);
    return region == null ? Duration.ZERO : region.oldestPoll();
  }

  /** Begins no more calls, interrupts calls in flight, and closes every source. */
  @Override
  public void close() {
    closed = true;
    regions.values().forEach(RegionPoller::stop);
    threads.close();
    regions.values().forEach(RegionPoller::closeSource);
  }

  // A replica may stand by for hours, so polls count from the first use, not from the process
  // start.
  private Instant pollingSince() {
    firstUse.compareAndSet(null, clock.instant());
    return Objects.requireNonNull(firstUse.get());
  }

  private RegionPoller region(AccountRegion accountRegion) {
    return regions.computeIfAbsent(accountRegion, this::open);
  }

  private RegionPoller open(AccountRegion accountRegion) {
    if (closed) {
      throw new IllegalStateException("The operator is stopping");
    }
    Instant now = clock.instant();
    PollSchedule schedule = new PollSchedule(new RequestBudget(rate, burst, now), freshness, now);
    RegionPoller poller =
        new RegionPoller(
            accountRegion,
            sources.apply(accountRegion),
            schedule,
            listener,
            clock,
            graceTime,
            threads,
            Math.min(burst, MOST_CALLS_AT_ONCE));
    poller.start();
    return poller;
  }
}

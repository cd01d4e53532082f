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
 * The polls of every account and region, each with a source, a schedule and a budget of its own,
 * made when the first job there is looked for. Thread-safe.
 */
public final class JobPolls implements AutoCloseable {

  /** Calls at once beyond this gain nothing: AWS allows a few requests a second. */
  private static final int MOST_CALLS_AT_ONCE = 32;

  private record Region(RegionPoller poller, JobSource source) {}

  private final Map<AccountRegion, Region> regions = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Instant> firstLook = new AtomicReference<>();
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
   * No polls yet.
   *
   * @param sources makes the source for an account and region; closed with this
   * @param rate requests a second for each account and region
   * @param burst requests at once for each, at least 1
   * @param listener is told what polls bring
   * @param clock a clock that nobody sets; due times and spans are told by it
   * @param graceTime how long an account may fail before it is said
   * @param freshness how soon a change of an unfinished job is to be seen; zero: no lists
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
   * What is known that concerns a resource and its job; null stands for a job never to ask for.
   * Where nobody wants one polled, the finished ones are checked all the same.
   */
  public PollSnapshot look(ResourceKey resource, @Nullable JobKey job) {
    Instant since = pollingSince();
    return job == null
        ? PollSnapshot.nothing(since)
        : region(job.accountRegion()).poller().look(resource, job.jobName(), since);
  }

  /** Registers what a resource wants polled, in place of what it wanted before. */
  public void want(ResourceKey resource, PollRequest pollRequest) {
    region(pollRequest.job().accountRegion()).poller().want(resource, pollRequest);
  }

  /** Forgets a resource that is gone or wants nothing polled. */
  public void forget(ResourceKey resource) {
    regions.values().forEach(region -> region.poller().forget(resource));
  }

  /**
   * Which AWS credentials would be used there, or why there are none. Blocks while the providers
   * are asked.
   */
  public CredentialsCheck checkCredentials(AccountRegion accountRegion) {
    return region(accountRegion).source().checkCredentials();
  }

  /** The account and regions polled so far. */
  public Set<AccountRegion> accountRegions() {
    return Set.copyOf(regions.keySet());
  }

  /** The twelve digits of the account that answers there; null while not known. */
  public @Nullable String accountId(AccountRegion accountRegion) {
    Region region = regions.get(accountRegion);
    return region == null ? null : region.poller().accountId();
  }

  /** The present rate of requests there, a second; 0 where none are made. */
  public double rate(AccountRegion accountRegion) {
    Region region = regions.get(accountRegion);
    return region == null ? 0 : region.poller().rate();
  }

  /** How long ago the job there that was longest not polled was polled; zero for none. */
  public Duration oldestPoll(AccountRegion accountRegion) {
    Region region = regions.get(accountRegion);
    return region == null ? Duration.ZERO : region.poller().oldestPoll();
  }

  /** Begins no more calls, and closes every client. */
  @Override
  public void close() {
    closed = true;
    regions.values().forEach(region -> region.poller().close());
    threads.close();
    regions.values().forEach(region -> region.source().close());
  }

  // A replica that stood by for hours begins now, not when its process did.
  private Instant pollingSince() {
    firstLook.compareAndSet(null, clock.instant());
    return Objects.requireNonNull(firstLook.get());
  }

  private Region region(AccountRegion accountRegion) {
    return regions.computeIfAbsent(accountRegion, this::open);
  }

  private Region open(AccountRegion accountRegion) {
    if (closed) {
      throw new IllegalStateException("The operator is stopping");
    }
    JobSource source = sources.apply(accountRegion);
    Instant now = clock.instant();
    PollSchedule schedule = new PollSchedule(new RequestBudget(rate, burst, now), freshness, now);
    RegionPoller poller =
        new RegionPoller(
            accountRegion,
            source,
            schedule,
            listener,
            clock,
            graceTime,
            threads,
            Math.min(burst, MOST_CALLS_AT_ONCE));
    poller.start();
    return new Region(poller, source);
  }
}

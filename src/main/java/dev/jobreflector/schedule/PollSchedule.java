package dev.jobreflector.schedule;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.BackOff;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollWish;
import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The polls of one account and region: who wants which job polled by when, and what the budget
 * allows. Resources that reflect one job share its poll. An account that fails as a whole is probed
 * with single calls, farther and farther apart, not with its queue. Not thread-safe.
 */
public final class PollSchedule {

  private static final int FAILURES_BEFORE_PROBING = 2;
  private static final Duration FIRST_PROBE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(30);

  private final RequestBudget budget;
  private final Map<String, TrackedJob> jobs = new HashMap<>();
  private final Map<ResourceKey, String> jobOf = new HashMap<>();
  private final DueQueue queue = new DueQueue();
  private AccountHealth health = AccountHealth.UNKNOWN;
  private int inFlight;
  private int unanswered;
  private Instant nextProbeTime = Instant.MIN;

  /** An empty schedule that keeps to this budget. */
  public PollSchedule(RequestBudget budget) {
    this.budget = budget;
  }

  /**
   * Registers what a resource wants polled, in place of what it wanted before. The same wish again
   * changes nothing; one decided before the job's last poll is void, since that poll brings
   * another.
   */
  public void want(ResourceKey resource, PollWish wish, Instant now) {
    String name = wish.job().jobName();
    if (!name.equals(jobOf.get(resource))) {
      forget(resource, now);
      jobOf.put(resource, name);
    }
    TrackedJob job = jobs.computeIfAbsent(name, added -> new TrackedJob(added, now));
    job.want(resource, wish);
    place(job, now);
  }

  /** Forgets a resource that is gone or wants nothing polled. */
  public void forget(ResourceKey resource, Instant now) {
    String name = jobOf.remove(resource);
    TrackedJob job = name == null ? null : jobs.get(name);
    if (job == null) {
      return;
    }
    job.forget(resource);
    if (job.resources.isEmpty()) {
      queue.remove(job);
      job.moveTo(null, now);
      jobs.remove(job.name);
    } else {
      place(job, now);
    }
  }

  /** The poll to make now, its token taken; null where nothing is due or the budget is spent. */
  public @Nullable Poll take(Instant now) {
    Instant dueTime = queue.nextDueTime(now);
    if (dueTime == null || dueTime.isAfter(now) || !mayAsk(now) || !budget.tryTake(now)) {
      return null;
    }
    TrackedJob job = Objects.requireNonNull(queue.take(now), "a job is due");
    inFlight++;
    return job.begin(now);
  }

  /**
   * When {@link #take} may give a poll; null where only a change of wishes or the end of a call can
   * bring one.
   */
  public @Nullable Instant nextTakeTime(Instant now) {
    Instant dueTime = queue.nextDueTime(now);
    if (dueTime == null || (probing() && inFlight > 0)) {
      return null;
    }
    Instant tokenTime = budget.nextTokenTime(now);
    if (tokenTime.equals(Instant.MAX)) {
      return null;
    }
    Instant first = later(dueTime, tokenTime);
    return probing() ? later(first, nextProbeTime) : first;
  }

  /** Ends a poll with what it learned. */
  public void ended(Poll poll, Observation observation, Instant now) {
    inFlight--;
    budget.ended(now);
    if (observation instanceof Observation.Throttled) {
      budget.throttled(now);
    }
    health = health.after(observation);
    boolean failed = observation instanceof Observation.AccountFailure;
    unanswered = failed && !(observation instanceof Observation.Throttled) ? unanswered + 1 : 0;
    if (probing()) {
      nextProbeTime =
          now.plus(
              BackOff.doubled(FIRST_PROBE, unanswered - FAILURES_BEFORE_PROBING, LONGEST_PROBE));
    }
    TrackedJob job = jobs.get(poll.jobName());
    if (job != null && job.isInFlight()) {
      job.end(observation.observedTime());
      place(job, now);
    }
  }

  /** The resources that reflect a job. */
  public Set<ResourceKey> resourcesOf(String jobName) {
    TrackedJob job = jobs.get(jobName);
    return job == null ? Set.of() : Set.copyOf(job.resources);
  }

  /** The job a resource reflects; null where it wants nothing polled. */
  public @Nullable String jobOf(ResourceKey resource) {
    return jobOf.get(resource);
  }

  /** Every resource that wants something polled. */
  public Set<ResourceKey> resources() {
    return Set.copyOf(jobOf.keySet());
  }

  /** Whether the account and region answers. */
  public AccountHealth health() {
    return health;
  }

  /** The present rate of requests, a second. */
  public double rate() {
    return budget.rate();
  }

  /** How long ago the job that was longest not polled was polled, or tracked; zero for none. */
  public Duration oldestPoll(Instant now) {
    return jobs.values().stream()
        .map(TrackedJob::lastKnownTime)
        .min(Instant::compareTo)
        .map(oldest -> Duration.between(oldest, now))
        .orElse(Duration.ZERO);
  }

  private void place(TrackedJob job, Instant now) {
    if (job.isInFlight()) {
      return;
    }
    TrackedJob.Place wanted = job.wantedPlace(now);
    if (!Objects.equals(wanted, job.place())) {
      queue.remove(job);
      job.moveTo(wanted, now);
      if (wanted != null) {
        queue.add(job, wanted);
      }
    }
  }

  private boolean probing() {
    return unanswered >= FAILURES_BEFORE_PROBING;
  }

  private boolean mayAsk(Instant now) {
    return !probing() || (inFlight == 0 && !now.isBefore(nextProbeTime));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}

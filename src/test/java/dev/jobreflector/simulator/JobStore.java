package dev.jobreflector.simulator;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one account and region. What tests do here takes no call and meets no fault.
 * Thread-safe.
 */
public final class JobStore {

  private final AccountRegion place;
  private final Clock clock;
  private final Plans plans;
  private final JobIndex index = new JobIndex();

  JobStore(AccountRegion place, Clock clock, Plans plans) {
    this.place = place;
    this.clock = clock;
    this.plans = plans;
  }

  /** Where these jobs live. */
  public AccountRegion place() {
    return place;
  }

  /** Creates a job now, in place of one of the same name, with the plan that its name gets. */
  public JobRecord create(String name) {
    return create(name, plans.planFor(name));
  }

  /** Creates a job now, in place of one of the same name. */
  public JobRecord create(String name, JobPlan plan) {
    JobRecord job = JobRecord.of(name, clock.instant(), plan);
    put(job);
    return job;
  }

  /** Adds a job as it is, past and future included, in place of one of the same name. */
  public synchronized void put(JobRecord job) {
    index.put(job, clock.instant());
  }

  /** Adds many jobs. 100,000 take well under a second. */
  public synchronized void putAll(Iterable<JobRecord> jobs) {
    Instant now = clock.instant();
    jobs.forEach(job -> index.put(job, now));
  }

  /** The job is in this state from now on; what was planned for it is off. */
  public void transition(String name, JobStatus status) {
    Instant now = clock.instant();
    switch (status) {
      case COMPLETED -> transition(name, Phase.completed(now, JobPlan.DEFAULT_IMAGE));
      case FAILED -> transition(name, Phase.failed(now, JobPlan.DEFAULT_FAILURE));
      default -> transition(name, Phase.of(status, now));
    }
  }

  /** The job is in a state of this text from now on: one that the API does not know yet. */
  public void transition(String name, String status) {
    transition(name, Phase.of(status, clock.instant()));
  }

  /** The job completes now; {@code image} is null for no recommendation. */
  public void complete(String name, @Nullable String image) {
    transition(name, Phase.completed(clock.instant(), image));
  }

  /** The job fails now. */
  public void fail(String name, String reason) {
    transition(name, Phase.failed(clock.instant(), reason));
  }

  /** The job enters {@code phase}; what was planned from its time on is off. */
  public synchronized void transition(String name, Phase phase) {
    JobRecord job = existing(name);
    index.put(job.with(job.timeline().then(phase)), clock.instant());
  }

  /** The job is gone; false if there was none. */
  public synchronized boolean remove(String name) {
    return index.remove(name) != null;
  }

  /** The job is gone, and one with the same request and plan begins now. */
  public synchronized JobRecord recreate(String name) {
    JobRecord old = existing(name);
    JobRecord job = JobRecord.of(name, clock.instant(), old.plan(), old.request());
    put(job);
    return job;
  }

  /** All jobs are gone. */
  public synchronized void clear() {
    index.clear();
  }

  /** The job, if there is one. */
  public synchronized Optional<JobRecord> find(String name) {
    return Optional.ofNullable(index.get(name));
  }

  /** What Describe shows as OptimizationJobStatus now. */
  public synchronized String status(String name) {
    return existing(name).at(clock.instant()).status();
  }

  /** How many jobs there are, ended ones included. */
  public synchronized int size() {
    return index.all().size();
  }

  /** All jobs, by name. */
  public synchronized List<JobRecord> all() {
    return new ArrayList<>(index.all());
  }

  /** StopOptimizationJob. */
  synchronized void stop(String name) {
    JobRecord job = found(name);
    Instant now = clock.instant();
    Phase phase = job.at(now);
    if (phase.isFinal() || phase.status().equals(JobStatus.STOPPING.name())) {
      throw rejected(phase);
    }
    Phase stopping = Phase.of(JobStatus.STOPPING, now);
    Phase stopped = Phase.of(JobStatus.STOPPED, now.plus(job.plan().stopping()));
    index.put(job.with(job.timeline().then(stopping, stopped)), now);
  }

  /** DeleteOptimizationJob. */
  synchronized void delete(String name) {
    Phase phase = found(name).at(clock.instant());
    if (!phase.isFinal()) {
      throw rejected(phase);
    }
    index.remove(name);
  }

  /** CreateOptimizationJob. */
  synchronized void add(JobRecord job) {
    if (index.get(job.name()) != null) {
      throw ApiError.modeled(
          "ResourceInUse", "Optimization job already exists: " + place.arn(job.name()));
    }
    put(job);
  }

  /** The job, or ResourceNotFound. */
  synchronized JobRecord found(String name) {
    JobRecord job = index.get(name);
    if (job == null) {
      throw ApiError.notFound(place.arn(name));
    }
    return job;
  }

  synchronized JobIndex.Page page(ListQuery query, Instant now) {
    return index.page(query, now);
  }

  private static ApiError rejected(Phase phase) {
    return ApiError.validation(
        "The request was rejected because the optimization job is in status "
            + phase.status()
            + ".");
  }

  private JobRecord existing(String name) {
    JobRecord job = index.get(name);
    if (job == null) {
      throw new IllegalArgumentException("No job " + name + " in " + place);
    }
    return job;
  }
}

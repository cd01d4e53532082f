package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Jobs to begin with, for demonstrations, benchmarks and development. */
public final class Scenarios {

  private Scenarios() {}

  /**
   * Five jobs that begin now, each 1 s after the one before it: one for each technique, one that
   * fails and one that is stopped. A name's end says what comes of it.
   *
   * @param plan its times are theirs
   */
  public static List<JobRecord> examples(Clock clock, JobPlan plan) {
    Instant now = clock.instant();
    JobPlan good = plan.completing();
    return List.of(
        example("llama-3-8b-quantized", now, 0, good, SampleRequests.quantization()),
        example("llama-3-8b-compiled", now, 1, good, SampleRequests.compilation()),
        example("llama-3-8b-speculative", now, 2, good, SampleRequests.speculativeDecoding()),
        example("mistral-7b-fails", now, 3, plan.failing(), SampleRequests.quantization()),
        example("mistral-7b-stopped", now, 4, plan.stopped(), SampleRequests.sharding()));
  }

  /**
   * {@code count} jobs that ended before now, one created each minute: nine of ten completed, the
   * others failed or stopped in turn. Named {@code <prefix>000000} and so on, the oldest first.
   */
  public static List<JobRecord> finished(Clock clock, String prefix, int count) {
    JobPlan plan =
        JobPlan.defaults()
            .lasting(Duration.ofSeconds(10), Duration.ofSeconds(40), Duration.ofSeconds(5));
    List<JobPlan> plans = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      plans.add(plan.completing());
    }
    plans.set(9, plan.failing());
    plans.set(19, plan.stopped());
    Instant first = clock.instant().minus(Duration.ofMinutes(count));
    List<JobRecord> jobs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Instant created = first.plus(Duration.ofMinutes(i));
      jobs.add(JobRecord.of("%s%06d".formatted(prefix, i), created, plans.get(i % plans.size())));
    }
    return jobs;
  }

  /** {@code count} jobs that run since a minute ago and go on until a test ends them. */
  public static List<JobRecord> running(Clock clock, String prefix, int count) {
    JobPlan plan = JobPlan.defaults().unending();
    Instant created = clock.instant().minus(Duration.ofMinutes(1));
    List<JobRecord> jobs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      jobs.add(JobRecord.of("%s%06d".formatted(prefix, i), created, plan));
    }
    return jobs;
  }

  private static JobRecord example(
      String name, Instant now, int after, JobPlan plan, ObjectNode request) {
    return JobRecord.of(name, now.plusSeconds(after), plan, request);
  }
}

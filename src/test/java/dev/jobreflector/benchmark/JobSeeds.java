package dev.jobreflector.benchmark;

import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobRecord;
import dev.jobreflector.simulator.JobStore;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts jobs into the simulator, and returns their names. */
final class JobSeeds {

  /** Jobs that run were created within this time before now, evenly. */
  private static final Duration RUNNING_SINCE = Duration.ofHours(8);

  private static final Duration STARTING = Duration.ofSeconds(10);
  private static final Duration FOR_EVER = Duration.ofDays(3650);

  private final SageMakerSimulator sageMaker;

  JobSeeds(SageMakerSimulator sageMaker) {
    this.sageMaker = sageMaker;
  }

  /** Jobs that have ended, one created each minute before now; one of ten did not complete. */
  List<String> finished(String prefix, int count) {
    return put(Scenarios.finished(sageMaker.clock(), prefix, count));
  }

  /** Jobs that run until they are ended. */
  List<String> running(String prefix, int count) {
    return unfinished(prefix, count, STARTING);
  }

  /** Jobs that are STARTING until they are moved on. */
  List<String> starting(String prefix, int count) {
    return unfinished(prefix, count, FOR_EVER);
  }

  /** A job that begins now, and is STARTING until it is moved on. */
  void start(String name) {
    sageMaker.jobs().create(name, plan(FOR_EVER));
  }

  /** The jobs of others in the account. */
  void untracked(Parameters parameters) {
    finished("others-ended-", parameters.untrackedFinished());
    running("others-active-", parameters.untrackedActive());
  }

  private List<String> unfinished(String prefix, int count, Duration starting) {
    JobPlan plan = plan(starting);
    Instant now = sageMaker.clock().instant();
    List<JobRecord> jobs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Duration age = RUNNING_SINCE.multipliedBy(count - i).dividedBy(count);
      jobs.add(JobRecord.of("%s%06d".formatted(prefix, i), now.minus(age), plan));
    }
    return put(jobs);
  }

  private List<String> put(List<JobRecord> records) {
    JobStore jobs = sageMaker.jobs();
    jobs.putAll(records);
    return records.stream().map(JobRecord::name).toList();
  }

  private static JobPlan plan(Duration starting) {
    return JobPlan.defaults().unending().lasting(starting, FOR_EVER, STARTING);
  }
}

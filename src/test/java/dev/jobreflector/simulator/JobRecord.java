package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One job. Immutable, if nobody changes {@code request}: bulk jobs share theirs.
 *
 * @param creationTime cut to milliseconds
 * @param request what the job was created with, in wire form; its name counts for nothing
 * @param plan how stopping goes; the rest of it is in {@code timeline} already
 * @param timeline its states, past and planned
 */
public record JobRecord(
    String name, Instant creationTime, ObjectNode request, JobPlan plan, Timeline timeline) {

  public JobRecord {
    creationTime = creationTime.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A quantization job created at {@code creationTime} that follows {@code plan}. */
  public static JobRecord of(String name, Instant creationTime, JobPlan plan) {
    return of(name, creationTime, plan, SampleRequests.quantization());
  }

  /** A job created at {@code creationTime} with {@code request} that follows {@code plan}. */
  public static JobRecord of(String name, Instant creationTime, JobPlan plan, ObjectNode request) {
    return new JobRecord(name, creationTime, request, plan, plan.from(creationTime));
  }

  /** The same job with other states. */
  public JobRecord with(Timeline changed) {
    return new JobRecord(name, creationTime, request, plan, changed);
  }

  /** The state at {@code now}. */
  public Phase at(Instant now) {
    return timeline.at(now);
  }
}

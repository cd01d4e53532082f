package dev.jobreflector.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job's life goes if nobody interferes.
 *
 * @param starting time in STARTING
 * @param running time in INPROGRESS
 * @param stopping time in STOPPING, once the job is stopped
 * @param outcome how it ends
 */
public record JobPlan(Duration starting, Duration running, Duration stopping, Outcome outcome) {

  /** The image that completed jobs recommend unless told otherwise. */
  public static final String DEFAULT_IMAGE =
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.31.0-lmi13.0.0-cu124";

  /** The reason of failed jobs unless told otherwise. */
  public static final String DEFAULT_FAILURE =
      "ClientError: AlgorithmError: the model in the source location could not be loaded";

  /** The end of a job. */
  public sealed interface Outcome {}

  /** {@code image} is the recommended inference image, null for none. */
  public record Completed(@Nullable String image) implements Outcome {}

  /** {@code reason} is what Describe shows as FailureReason. */
  public record Failed(String reason) implements Outcome {}

  /** Stopped by somebody when its running time is over. */
  public record Stopped() implements Outcome {}

  /** Runs until a test or a call ends it. */
  public record Unending() implements Outcome {}

  /** Starts for 2 s, runs for 5 s, stops in 2 s if asked to, completes. */
  public static JobPlan defaults() {
    return new JobPlan(
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        new Completed(DEFAULT_IMAGE));
  }

  /** The same times, another end. */
  public JobPlan ending(Outcome end) {
    return new JobPlan(starting, running, stopping, end);
  }

  public JobPlan completing() {
    return ending(new Completed(DEFAULT_IMAGE));
  }

  public JobPlan failing() {
    return ending(new Failed(DEFAULT_FAILURE));
  }

  public JobPlan stopped() {
    return ending(new Stopped());
  }

  public JobPlan unending() {
    return ending(new Unending());
  }

  /** The same end, other times. */
  public JobPlan lasting(Duration starting, Duration running, Duration stopping) {
    return new JobPlan(starting, running, stopping, outcome);
  }

  /** The life of a job created at {@code creationTime}. */
  public Timeline from(Instant creationTime) {
    Instant started = creationTime.plus(starting);
    Instant ended = started.plus(running);
    List<Phase> phases = new ArrayList<>();
    phases.add(Phase.of(JobStatus.STARTING, creationTime));
    phases.add(Phase.of(JobStatus.INPROGRESS, started));
    if (outcome instanceof Completed completed) {
      phases.add(Phase.completed(ended, completed.image()));
    } else if (outcome instanceof Failed failed) {
      phases.add(Phase.failed(ended, failed.reason()));
    } else if (outcome instanceof Stopped) {
      phases.add(Phase.of(JobStatus.STOPPING, ended));
      phases.add(Phase.of(JobStatus.STOPPED, ended.plus(stopping)));
    }
    return new Timeline(phases);
  }
}

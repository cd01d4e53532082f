package dev.jobreflector.simulation;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationOutput;
import dev.jobreflector.decision.JobState;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job as the virtual SageMaker has it. */
record VirtualJob(
    String name,
    String status,
    Instant creationTime,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    Instant lastModifiedTime) {

  static final String ACCOUNT = "123456789012";

  static VirtualJob created(String name, Instant now) {
    return new VirtualJob(name, "STARTING", now, null, null, now);
  }

  VirtualJob in(String next, Instant now) {
    boolean ended = JobState.of(next).isFinal();
    Instant started = startTime == null && !next.equals("STARTING") ? now : startTime;
    return new VirtualJob(name, next, creationTime, started, ended ? now : null, now);
  }

  boolean isUnfinished() {
    return !JobState.of(status).isFinal();
  }

  ListedJob listed() {
    return new ListedJob(name, status, creationTime, lastModifiedTime);
  }

  OptimizationJobDescription description() {
    return new OptimizationJobDescription(
        "arn:aws:sagemaker:us-east-1:" + ACCOUNT + ":optimization-job/" + name,
        status,
        startTime,
        endTime,
        creationTime,
        lastModifiedTime,
        status.equals("FAILED") ? "ClientError: the model cannot be read." : null,
        name,
        null,
        null,
        "ml.g5.2xlarge",
        null,
        null,
        null,
        status.equals("COMPLETED") ? new OptimizationOutput("registry/image:1") : null,
        "arn:aws:iam::" + ACCOUNT + ":role/optimizer",
        null,
        null);
  }
}

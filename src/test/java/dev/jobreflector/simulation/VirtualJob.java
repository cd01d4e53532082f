package dev.jobreflector.simulation;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationOutput;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescriptionBuilder;
import dev.jobreflector.decision.JobState;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A job as the virtual SageMaker has it, its times by the millisecond.
 *
 * @param listed what lists show of it: made once, since lists show it a thousand times
 */
record VirtualJob(ListedJob listed, @Nullable Instant startTime, @Nullable Instant endTime) {

  static final String ACCOUNT = "123456789012";

  static VirtualJob created(String name, Instant now) {
    Instant created = now.truncatedTo(ChronoUnit.MILLIS);
    return new VirtualJob(new ListedJob(name, "STARTING", created, created), null, null);
  }

  VirtualJob in(String next, Instant time) {
    Instant now = time.truncatedTo(ChronoUnit.MILLIS);
    boolean ended = JobState.of(next).isFinal();
    Instant started = startTime == null && !next.equals("STARTING") ? now : startTime;
    return new VirtualJob(
        new ListedJob(name(), next, listed.creationTime(), now), started, ended ? now : null);
  }

  String name() {
    return listed.name();
  }

  OptimizationJobDescription description() {
    String status = listed.optimizationJobStatus();
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobArn(
            "arn:aws:sagemaker:us-east-1:" + ACCOUNT + ":optimization-job/" + name())
        .optimizationJobStatus(status)
        .optimizationStartTime(startTime)
        .optimizationEndTime(endTime)
        .creationTime(listed.creationTime())
        .lastModifiedTime(listed.lastModifiedTime())
        .failureReason(status.equals("FAILED") ? "ClientError: the model cannot be read." : null)
        .optimizationJobName(name())
        .deploymentInstanceType("ml.g5.2xlarge")
        .optimizationOutput(
            status.equals("COMPLETED") ? new OptimizationOutput("registry/image:1") : null)
        .roleArn("arn:aws:iam::" + ACCOUNT + ":role/optimizer")
        .build();
  }
}

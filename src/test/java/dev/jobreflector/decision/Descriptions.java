package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationOutput;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescriptionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions of a job as SageMaker gives them: it starts when it is created, runs a minute later,
 * and ends ten minutes after that.
 */
final class Descriptions {

  /** Five seconds after {@link Story#CREATED}. */
  static final Instant JOB_CREATED = Story.CREATED.plusSeconds(5);

  static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/djl:1";
  static final String FAILURE_REASON = "ClientError: the model is not readable.";

  private static final Duration STARTS_AFTER = Duration.ofMinutes(1);
  private static final Duration ENDS_AFTER = Duration.ofMinutes(11);

  private Descriptions() {}

  static OptimizationJobDescription in(String state) {
    return in(state, JOB_CREATED);
  }

  static OptimizationJobDescription in(String state, Instant creationTime) {
    boolean ended = JobState.of(state).isFinal();
    boolean running = ended || !state.equals("STARTING");
    Instant startTime = running ? creationTime.plus(STARTS_AFTER) : null;
    Instant endTime = ended ? creationTime.plus(ENDS_AFTER) : null;
    Instant modified = endTime != null ? endTime : startTime != null ? startTime : creationTime;
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobArn("arn:aws:sagemaker:us-east-1:123456789012:optimization-job/llama")
        .optimizationJobStatus(state)
        .optimizationStartTime(startTime)
        .optimizationEndTime(endTime)
        .creationTime(creationTime)
        .lastModifiedTime(modified)
        .failureReason(state.equals("FAILED") ? FAILURE_REASON : null)
        .optimizationJobName("llama")
        .optimizationEnvironment(Map.of("OPTION_TENSOR_PARALLEL_DEGREE", "4"))
        .deploymentInstanceType("ml.g5.2xlarge")
        .maxInstanceCount(1)
        .optimizationOutput(output(state))
        .roleArn("arn:aws:iam::123456789012:role/optimizer")
        .build();
  }

  /** As it came, but with these times. */
  static OptimizationJobDescription at(
      OptimizationJobDescription job,
      @Nullable Instant creationTime,
      @Nullable Instant lastModifiedTime) {
    return OptimizationJobDescriptionBuilder.builder(job)
        .creationTime(creationTime)
        .lastModifiedTime(lastModifiedTime)
        .build();
  }

  private static @Nullable OptimizationOutput output(String state) {
    return state.equals("COMPLETED") ? new OptimizationOutput(IMAGE) : null;
  }
}

package dev.jobreflector.api.v1alpha1;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.ModelSource;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OptimizationOutput;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.OutputConfig;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.SageMakerModel;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.StoppingCondition;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription.VpcConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelCompilationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelQuantizationConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelShardingConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.ModelSpeculativeDecodingConfig;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.TrainingDataSource;
import dev.jobreflector.api.v1alpha1.OptimizationTechnique.UnknownMember;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources for tests. */
public final class SampleJobs {
  private static final Instant CREATED = Instant.parse("2026-11-24T00:00:00Z");

  private SampleJobs() {}

  /** In namespace default, with an empty spec and no status. */
  public static OptimizationJob named(String name) {
    OptimizationJob job = new OptimizationJob();
    job.setMetadata(new ObjectMetaBuilder().withNamespace("default").withName(name).build());
    return job;
  }

  /** Every field of spec and status is set. */
  public static OptimizationJob whole(String name) {
    OptimizationJob job = named(name);
    job.setSpec(new OptimizationJobSpec("Job-1", "us-east-1", 30, false));
    job.setStatus(wholeStatus());
    return job;
  }

  /** Every field is set, and each member of the union is there once. */
  public static OptimizationJobStatus wholeStatus() {
    return wholeStatus(CREATED.plusSeconds(60), CREATED.plusSeconds(3700));
  }

  /** As {@link #wholeStatus()}, of a job that ran at that time. */
  public static OptimizationJobStatus wholeStatus(Instant started, Instant ended) {
    return new OptimizationJobStatus(
        3L,
        "now",
        "us-east-1",
        "123456789012",
        description(
            Map.of("OPTION_TENSOR_PARALLEL_DEGREE", "4"),
            new VpcConfig(List.of("sg-1"), List.of("subnet-2", "subnet-1")),
            started,
            ended),
        List.of(
            new StateTransition("STARTING", CREATED.plusMillis(1100)),
            new StateTransition("COMPLETED", CREATED.plusSeconds(3723))),
        List.of(
            new Condition(
                "Ready", "True", "Completed", "All is well", CREATED.plusMillis(1100), 3L),
            new Condition("Finished", "True", "Completed", "done", CREATED, null)));
  }

  /** Every field is set, and each member of the union is there once. */
  public static OptimizationJobDescription description(
      Map<String, String> environment, VpcConfig vpcConfig) {
    return description(environment, vpcConfig, CREATED, CREATED);
  }

  /** A job of which the response had these members that nobody knows. */
  public static OptimizationJobDescription unknown(Map<String, Object> members) {
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobStatus("STARTING")
        .creationTime(CREATED)
        .lastModifiedTime(CREATED)
        .optimizationJobName("Job-1")
        .unknownMembers(members)
        .build();
  }

  /** A job that began to run then. */
  public static OptimizationJobDescription startedAt(Instant time) {
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobStatus("INPROGRESS")
        .optimizationStartTime(time)
        .creationTime(CREATED)
        .lastModifiedTime(CREATED)
        .optimizationJobName("Job-1")
        .build();
  }

  /** A running job that was created then; null where AWS did not say when. */
  public static OptimizationJobDescription createdAt(@Nullable Instant creationTime) {
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobStatus("INPROGRESS")
        .creationTime(creationTime)
        .lastModifiedTime(CREATED)
        .optimizationJobName("Job-1")
        .build();
  }

  private static OptimizationJobDescription description(
      Map<String, String> environment, VpcConfig vpcConfig, Instant started, Instant ended) {
    Map<String, String> override = Map.of("OPTION_QUANTIZE", "awq");
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobArn("arn:aws:sagemaker:us-east-1:123456789012:optimization-job/Job-1")
        .optimizationJobStatus("COMPLETED")
        .optimizationStartTime(started)
        .optimizationEndTime(ended)
        .creationTime(CREATED)
        .lastModifiedTime(CREATED.plusMillis(3_723_450))
        .failureReason("none")
        .optimizationJobName("Job-1")
        .modelSource(
            new ModelSource(
                new ModelSource.S3("s3://models/in/", new ModelSource.ModelAccessConfig(true)),
                new SageMakerModel("model-in")))
        .optimizationEnvironment(environment)
        .deploymentInstanceType("ml.g5.2xlarge")
        .maxInstanceCount(2)
        .optimizationConfigs(
            List.of(
                new OptimizationTechnique(
                    new ModelQuantizationConfig("image-1", override), null, null, null, null),
                new OptimizationTechnique(
                    null, new ModelCompilationConfig("image-2", override), null, null, null),
                new OptimizationTechnique(
                    null, null, new ModelShardingConfig("image-3", override), null, null),
                new OptimizationTechnique(
                    null,
                    null,
                    null,
                    new ModelSpeculativeDecodingConfig(
                        "EAGLE", new TrainingDataSource("s3://data/", "S3Prefix")),
                    null),
                new OptimizationTechnique(
                    null, null, null, null, new UnknownMember("ModelDistillationConfig"))))
        .outputConfig(
            new OutputConfig("key-1", "s3://models/out/", new SageMakerModel("model-out")))
        .optimizationOutput(
            new OptimizationOutput("123456789012.dkr.ecr.us-east-1.amazonaws.com/djl:1"))
        .roleArn("arn:aws:iam::123456789012:role/optimizer")
        .stoppingCondition(new StoppingCondition(3600, 7200, 1800))
        .vpcConfig(vpcConfig)
        .trainingPlanArns(List.of("arn:aws:sagemaker:us-east-1:123456789012:training-plan/plan-1"))
        .unknownMembers(
            Map.of(
                "NewMember",
                Map.of("Depth", 3, "Ratio", 0.25, "List", List.of("a", true)),
                "OutputConfig.NewText",
                "new"))
        .build();
  }
}

package dev.jobreflector.quickstart;

import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.Operation;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SimulatorClients;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateOptimizationJobRequest;
import software.amazon.awssdk.services.sagemaker.model.ModelSpeculativeDecodingS3DataType;
import software.amazon.awssdk.services.sagemaker.model.ModelSpeculativeDecodingTechnique;
import software.amazon.awssdk.services.sagemaker.model.OptimizationConfig;

/** The examples' jobs in a SageMaker simulator, made and stopped by the AWS SDK as anywhere. */
final class SimulatedJobs implements AutoCloseable {

  private static final Duration BETWEEN_JOBS = Duration.ofMillis(700);
  private static final Duration UNTIL_STOPPED = Duration.ofMillis(6500);
  private static final String FAILURE =
      "ClientError: AlgorithmError: not enough GPU memory to load the model on ml.g5.12xlarge;"
          + " choose a larger instance type";

  private final SageMakerSimulator simulator = SageMakerSimulator.start();
  private final SageMakerClient client = SimulatorClients.of(simulator);
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "jobs");
            thread.setDaemon(true);
            return thread;
          });
  private final Screen screen;

  SimulatedJobs(Screen screen) {
    this.screen = screen;
    plan(Example.QUANTIZATION, lasting(2, 4));
    plan(Example.COMPILATION, lasting(3, 5));
    plan(Example.SPECULATIVE_DECODING, lasting(2, 7));
    plan(Example.FAILING, lasting(2, 3).ending(new JobPlan.Failed(FAILURE)));
    plan(Example.STOPPED, lasting(2, 3).unending());
  }

  /** Where it answers. */
  String url() {
    return simulator.endpoint().toString();
  }

  /** What makes the operator find the simulator; an empty text stands for no such variable. */
  Map<String, String> operatorEnvironment(String nowhere) {
    Map<String, String> environment = new LinkedHashMap<>();
    System.getenv().keySet().stream()
        .filter(name -> name.startsWith("AWS_"))
        .forEach(name -> environment.put(name, ""));
    environment.put("AWS_ENDPOINT_URL_SAGEMAKER", url());
    environment.put("AWS_REGION", simulator.home().region());
    environment.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    environment.put("AWS_CONFIG_FILE", nowhere);
    environment.put("AWS_SHARED_CREDENTIALS_FILE", nowhere);
    return environment;
  }

  /** Makes the jobs one after the other from now on, and stops the one that is to be stopped. */
  void begin() {
    List<Example> examples =
        List.of(
            Example.QUANTIZATION,
            Example.COMPILATION,
            Example.SPECULATIVE_DECODING,
            Example.FAILING,
            Example.STOPPED);
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      after(BETWEEN_JOBS.multipliedBy(i), () -> create(example));
    }
    after(UNTIL_STOPPED.plus(BETWEEN_JOBS), this::stop);
  }

  /** How often the simulator was called, by operation. */
  Map<String, Long> calls() {
    Map<String, Long> calls = new LinkedHashMap<>();
    for (Operation operation : Operation.values()) {
      long count = simulator.calls().count(operation);
      if (count > 0) {
        calls.put(operation.wireName(), count);
      }
    }
    return calls;
  }

  @Override
  public void close() {
    later.shutdownNow();
    client.close();
    simulator.close();
  }

  private void plan(Example example, JobPlan plan) {
    simulator.plans().forJob(example.jobName(), plan);
  }

  private static JobPlan lasting(int startingSeconds, int runningSeconds) {
    return JobPlan.defaults()
        .lasting(
            Duration.ofSeconds(startingSeconds),
            Duration.ofSeconds(runningSeconds),
            Duration.ofSeconds(2));
  }

  private void after(Duration delay, Runnable action) {
    var unused =
        later.schedule(
            () -> {
              try {
                action.run();
              } catch (RuntimeException e) {
                screen.live("aws", screen.bad(String.valueOf(e.getMessage())));
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void create(Example example) {
    screen.live("aws", "CreateOptimizationJob " + example.jobName());
    client.createOptimizationJob(request(example));
  }

  private void stop() {
    screen.live("aws", "StopOptimizationJob " + Example.STOPPED.jobName());
    client.stopOptimizationJob(stop -> stop.optimizationJobName(Example.STOPPED.jobName()));
  }

  private static CreateOptimizationJobRequest request(Example example) {
    OptimizationConfig technique =
        switch (example) {
          case COMPILATION ->
              OptimizationConfig.fromModelCompilationConfig(
                  compilation ->
                      compilation.overrideEnvironment(
                          Map.of("OPTION_TENSOR_PARALLEL_DEGREE", "24")));
          case SPECULATIVE_DECODING ->
              OptimizationConfig.fromModelSpeculativeDecodingConfig(
                  decoding ->
                      decoding
                          .technique(ModelSpeculativeDecodingTechnique.EAGLE)
                          .trainingDataSource(
                              data ->
                                  data.s3Uri("s3://datasets/sharegpt/")
                                      .s3DataType(ModelSpeculativeDecodingS3DataType.S3_PREFIX)));
          default ->
              OptimizationConfig.fromModelQuantizationConfig(
                  quantization ->
                      quantization.overrideEnvironment(Map.of("OPTION_QUANTIZE", "awq")));
        };
    String instanceType =
        switch (example) {
          case COMPILATION -> "ml.inf2.48xlarge";
          case SPECULATIVE_DECODING -> "ml.p5.48xlarge";
          default -> "ml.g5.12xlarge";
        };
    return CreateOptimizationJobRequest.builder()
        .optimizationJobName(example.jobName())
        .roleArn("arn:aws:iam::123456789012:role/SageMakerOptimization")
        .modelSource(model -> model.s3(s3 -> s3.s3Uri("s3://models/" + example.jobName() + "/")))
        .deploymentInstanceType(instanceType)
        .optimizationConfigs(technique)
        .outputConfig(output -> output.s3OutputLocation("s3://models/optimized/"))
        .stoppingCondition(stopping -> stopping.maxRuntimeInSeconds(36_000))
        .build();
  }
}

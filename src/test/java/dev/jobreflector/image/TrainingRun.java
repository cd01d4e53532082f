package dev.jobreflector.image;

import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.embedded.EmbeddedApiServer;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobRecord;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.Scenarios;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An operator's whole life in a minute, for a JVM to record: it starts against the embedded API
 * server and the simulator, reflects jobs from their beginning to their end, serves its HTTP
 * endpoints and is stopped.
 */
public final class TrainingRun {

  private static final JobPlan PLAN =
      JobPlan.defaults()
          .lasting(Duration.ofMillis(1500), Duration.ofMillis(1500), Duration.ofMillis(1500));
  private static final Duration JOBS_END_WITHIN = Duration.ofMinutes(3);

  // A JVM that records writes its cache before it ends.
  private static final int ENDS_WITHIN_MINUTES = 10;

  private TrainingRun() {}

  /** Runs the operator by this program, such as {@code java -jar job-reflector.jar}. */
  public static void main(String[] program) throws InterruptedException {
    int exitCode;
    try (EmbeddedApiServer apiServer = EmbeddedApiServer.startWithTls();
        SageMakerSimulator sageMaker = SageMakerSimulator.start()) {
      List<JobRecord> jobs = Scenarios.examples(sageMaker.clock(), PLAN);
      sageMaker.jobs().putAll(jobs);
      jobs.forEach(job -> apiServer.client().resource(resourceOf(job)).create());
      OperatorProcess.Command command =
          OperatorProcess.Command.of(
                  "training", apiServer.kubeconfig(), "default", sageMaker.endpoint())
              // The embedded server's certificate has its name where nobody looks any more.
              .withEnvironment("KUBERNETES_DISABLE_HOSTNAME_VERIFICATION", "true")
              .by(List.of(program));
      try (OperatorProcess operator = OperatorProcess.start(command)) {
        await("all jobs have ended")
            .atMost(JOBS_END_WITHIN)
            .until(() -> haveEnded(apiServer.client(), jobs.size()));
        List.of("/healthz", "/readyz", "/metrics").forEach(operator::get);
        operator.process().destroy();
        exitCode = endOf(operator);
      }
    }
    // The embedded API server leaves threads behind.
    System.exit(exitCode);
  }

  private static OptimizationJob resourceOf(JobRecord job) {
    OptimizationJob resource = SampleJobs.named(job.name().toLowerCase(Locale.ROOT));
    resource.setSpec(new OptimizationJobSpec(job.name(), null, null, null));
    return resource;
  }

  private static boolean haveEnded(KubernetesClient client, int jobs) {
    return client.resources(OptimizationJob.class).inNamespace("default").list().getItems().stream()
            .flatMap(resource -> resource.getStatus().conditions().stream())
            .filter(TrainingRun::isFinished)
            .count()
        == jobs;
  }

  private static boolean isFinished(Condition condition) {
    return condition.type().equals("Finished") && condition.status().equals("True");
  }

  private static int endOf(OperatorProcess operator) throws InterruptedException {
    if (!operator.process().waitFor(ENDS_WITHIN_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException("The operator still runs: " + operator.log());
    }
    int exitCode = operator.process().exitValue();
    if (exitCode != 0) {
      System.err.println(operator.log());
    }
    return exitCode;
  }
}

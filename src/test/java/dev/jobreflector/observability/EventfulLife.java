package dev.jobreflector.observability;

import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.When;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * An operator to which all has happened that its metrics tell of: jobs that complete, fail, are
 * denied, absent or in a state nobody knows; throttling, an outage, and a right withdrawn for a
 * while.
 */
final class EventfulLife implements AutoCloseable {

  private static final Duration HAPPENS_WITHIN = Duration.ofSeconds(60);
  private static final String OPERATOR = "job-reflector";

  private static final String ALL_BUT_STATUS =
      """
      {apiGroups: [sagemaker.jobreflector.dev], resources: [optimizationjobs], verbs: [list, watch]},
      {apiGroups: [events.k8s.io], resources: [events], verbs: [create]},
      {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, patch, update]}
      """;
  private static final String STATUS =
      "{apiGroups: [sagemaker.jobreflector.dev], resources: [optimizationjobs/status],"
          + " verbs: [update]}";

  private static final String FAILED_WRITES =
      "jobreflector_kubernetes_writes_total{kind=\"OptimizationJobStatus\",outcome=\"failed\"";

  private final RealApiServer server;
  private final String namespace;
  private final SageMakerSimulator sageMaker = SageMakerSimulator.start();
  private OperatorProcess operator;

  private EventfulLife(RealApiServer server) {
    this.server = server;
    server.applyCrd();
    this.namespace = server.createNamespace("observed").getMetadata().getName();
  }

  /** An operator that leads, and to which nothing has happened yet. */
  static EventfulLife begin(RealApiServer server) {
    EventfulLife life = new EventfulLife(server);
    life.startOperator();
    return life;
  }

  /** Where the resources are. */
  String namespace() {
    return namespace;
  }

  OperatorProcess operator() {
    return operator;
  }

  /**
   * Lets it happen; returns when the operator has noticed, and is still being throttled.
   *
   * @param writesFailing true once whoever scrapes has seen the counter of failed writes rise: it
   *     is not enough that the counter is there
   */
  void live(BooleanSupplier writesFailing) {
    sageMaker.faults().inject(When.job("denied"), Fault.accessDenied());
    sageMaker.faults().inject(When.job("completes"), Fault.unknownFields());
    List.of("completes", "fails", "denied", "novel").forEach(this::createJob);
    List.of("completes", "fails", "denied", "novel", "absent").forEach(this::createResource);
    awaitStatus("completes", "STARTING");
    awaitStatus("fails", "STARTING");

    sageMaker.faults().inject(When.always().times(3), Fault.throttled());
    sageMaker.jobs().transition("completes", JobStatus.INPROGRESS);
    sageMaker.jobs().transition("fails", JobStatus.INPROGRESS);
    awaitStatus("completes", "INPROGRESS");
    awaitStatus("fails", "INPROGRESS");

    sageMaker.faults().inject(When.always().times(3), Fault.internalError());
    sageMaker.jobs().complete("completes", null);
    sageMaker.jobs().fail("fails", "ClientError: out of memory");
    awaitStatus("completes", "COMPLETED");
    awaitStatus("fails", "FAILED");

    deny("status");
    sageMaker.jobs().transition("novel", "QUEUED");
    awaitMetric(FAILED_WRITES, 1);
    await("failed writes are seen").atMost(HAPPENS_WITHIN).until(writesFailing::getAsBoolean);
    awaitMetric("reconciliations_retries_total{", 1);
    grant("status", STATUS);
    awaitStatus("novel", "QUEUED");

    sageMaker.faults().throttle(0.5, 1);
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    sageMaker.close();
  }

  private void startOperator() {
    Path kubeconfig = server.kubeconfigOf(namespace, OPERATOR);
    grant("all-but-status", ALL_BUT_STATUS);
    grant("status", STATUS);
    await("the rights")
        .atMost(HAPPENS_WITHIN)
        .until(
            () ->
                server
                    .kubectlWith(kubeconfig)
                    .run("auth", "can-i", "create", "leases.coordination.k8s.io", "-n", namespace)
                    .stdout()
                    .startsWith("yes"));
    operator =
        OperatorProcess.start(
            OperatorProcess.Command.of("observed", kubeconfig, namespace, sageMaker.endpoint()));
    operator.awaitLeading();
  }

  private void createJob(String job) {
    Duration aDay = Duration.ofDays(1);
    sageMaker.jobs().create(job, JobPlan.defaults().unending().lasting(aDay, aDay, aDay));
  }

  private void createResource(String name) {
    OptimizationJob resource = SampleJobs.named(name);
    resource.getMetadata().setNamespace(namespace);
    server.client().resource(resource).create();
  }

  private void awaitStatus(String resource, String optimizationJobStatus) {
    Predicate<OptimizationJob> shows =
        job ->
            job.getStatus().description() != null
                && optimizationJobStatus.equals(
                    job.getStatus().description().optimizationJobStatus());
    await(resource + " is " + optimizationJobStatus)
        .atMost(HAPPENS_WITHIN)
        .until(
            () ->
                server
                    .client()
                    .resources(OptimizationJob.class)
                    .inNamespace(namespace)
                    .withName(resource)
                    .get(),
            shows);
  }

  private void awaitMetric(String start, double atLeast) {
    await(start).atMost(HAPPENS_WITHIN).until(() -> operator.metric(start) >= atLeast);
  }

  private void grant(String role, String rules) {
    server
        .kubectlWith(server.kubeconfig())
        .runWithInput(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: %1$s}
            rules: [%2$s]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: %1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
            subjects: [{kind: ServiceAccount, name: %3$s, namespace: %4$s}]
            """
                .formatted(role, rules, OPERATOR, namespace),
            "apply",
            "-n",
            namespace,
            "-f",
            "-")
        .succeeded();
  }

  private void deny(String role) {
    server.kubectl("delete", "rolebinding", role, "-n", namespace).succeeded();
  }
}

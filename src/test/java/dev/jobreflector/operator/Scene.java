package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.api.v1alpha1.StateTransition;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.SageMakerSimulator;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A namespace and a SageMaker of a test's own, with the operators it runs between them. */
public final class Scene implements AutoCloseable {

  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  private static final Duration OFTEN = Duration.ofMillis(50);

  private final RealApiServer server;
  private final String name;
  private final String namespace;
  private final SageMakerSimulator sageMaker = SageMakerSimulator.start();
  private final StatusHistory history;
  private final List<OperatorProcess> operators = new ArrayList<>();

  /**
   * An empty scene.
   *
   * @param name of the namespace and the log files; no two scenes have the same
   */
  public Scene(RealApiServer server, String name) {
    this.server = server;
    this.name = name;
    server.applyCrd();
    this.namespace = server.createNamespace(name).getMetadata().getName();
    this.history = new StatusHistory(server.client(), namespace);
  }

  /** The name of the namespace. */
  public String namespace() {
    return namespace;
  }

  /** A client with all rights. */
  KubernetesClient client() {
    return server.client();
  }

  /** The SageMaker that the operators ask. */
  public SageMakerSimulator sageMaker() {
    return sageMaker;
  }

  /** What the resources have shown, from the beginning. */
  public StatusHistory history() {
    return history;
  }

  /** An operator with all rights, that reflects at once: it waits for no lease. */
  public OperatorProcess.Command operator() {
    return operator(server.kubeconfig());
  }

  /** An operator with another way to the API server. */
  public OperatorProcess.Command operator(Path kubeconfig) {
    return OperatorProcess.Command.of(name, kubeconfig, namespace, sageMaker.endpoint())
        .with("--leader-election=false");
  }

  /** Starts an operator and waits until it is ready; it ends with the scene at the latest. */
  OperatorProcess start(OperatorProcess.Command command) {
    OperatorProcess operator = OperatorProcess.launch(command);
    operators.add(operator);
    operator.awaitReady();
    return operator;
  }

  /** Creates a resource, and after it a job of its name that only the test moves on. */
  public void createWithJob(String resource) {
    create(resource);
    createJob(resource);
  }

  /** Creates a resource whose job has the same name. */
  public void create(String resource) {
    OptimizationJob created = SampleJobs.named(resource);
    created.getMetadata().setNamespace(namespace);
    server.client().resource(created).create();
  }

  /** Creates a job that is STARTING until the test moves it on. */
  public void createJob(String job) {
    sageMaker
        .jobs()
        .create(
            job,
            JobPlan.defaults()
                .unending()
                .lasting(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1)));
  }

  /** All resources of the namespace. */
  public List<OptimizationJob> all() {
    return server
        .client()
        .resources(OptimizationJob.class)
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  /** The resource as it is; null where there is none. */
  public OptimizationJob get(String resource) {
    return at(resource).get();
  }

  /** The client's handle of a resource. */
  public Resource<OptimizationJob> at(String resource) {
    return server
        .client()
        .resources(OptimizationJob.class)
        .inNamespace(namespace)
        .withName(resource);
  }

  /** Asks for a poll now, in these words. */
  void request(String resource, String words) {
    server
        .kubectl(
            "annotate",
            "--overwrite",
            "-n",
            namespace,
            "optimizationjob",
            resource,
            OptimizationJob.RECONCILE_REQUESTED_AT + "=" + words)
        .succeeded();
  }

  /** Waits until the resource shows this status of its job. */
  OptimizationJob awaitJobStatus(String resource, String status) {
    return await(resource + " is " + status, resource, job -> status.equals(jobStatus(job)));
  }

  /** Waits until Synced is so: "False/Unavailable". */
  OptimizationJob awaitSynced(String resource, String statusAndReason) {
    return await(
        resource + " has Synced " + statusAndReason,
        resource,
        job -> condition(job, "Synced").equals(statusAndReason));
  }

  /** Waits until the resource is so. */
  OptimizationJob await(String what, String resource, Predicate<OptimizationJob> isWanted) {
    return Awaitility.await(what)
        .atMost(SHOWN_WITHIN)
        .pollInterval(OFTEN)
        .until(() -> get(resource), isWanted);
  }

  /** The Events about one resource, this very one, of this very kind and version. */
  List<Event> events(OptimizationJob resource) {
    return events().stream()
        .filter(event -> event.getRegarding().getUid().equals(resource.getMetadata().getUid()))
        .filter(event -> event.getRegarding().getApiVersion().equals(resource.getApiVersion()))
        .toList();
  }

  /** All Events of the namespace. */
  public List<Event> events() {
    return server.client().events().v1().events().inNamespace(namespace).list().getItems();
  }

  /** The reasons of a resource's Events. */
  List<String> reasons(String resource) {
    return events(get(resource)).stream().map(Event::getReason).toList();
  }

  /** Fails unless each transition that the resources show was told by exactly one Event. */
  void assertEachTransitionToldOnce(Collection<String> resources) {
    for (String resource : resources) {
      OptimizationJob shown = get(resource);
      assertThat(toldStates(resource))
          .as("Events of %s", resource)
          .containsExactlyInAnyOrderElementsOf(transitions(shown));
    }
  }

  /** The states that Events have told of a resource's job. */
  List<String> toldStates(String resource) {
    return events(get(resource)).stream().map(Event::getReason).map(Scene::asJobStatus).toList();
  }

  /** The states that a resource has shown, oldest first. */
  public static List<String> transitions(OptimizationJob shown) {
    return shown.getStatus().transitions().stream()
        .map(StateTransition::optimizationJobStatus)
        .toList();
  }

  /** The status that a resource shows of its job; null where it was never seen. */
  public static String jobStatus(OptimizationJob shown) {
    var status = shown.getStatus();
    return status == null || status.description() == null
        ? null
        : status.description().optimizationJobStatus();
  }

  /** A condition as "False/Unavailable"; empty where it is absent. */
  public static String condition(OptimizationJob shown, String type) {
    return shown.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .map(condition -> condition.status() + "/" + condition.reason())
        .findFirst()
        .orElse("");
  }

  /** A condition's message; empty where it is absent. */
  public static String message(OptimizationJob shown, String type) {
    return shown.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .map(condition -> condition.message())
        .findFirst()
        .orElse("");
  }

  // The reason InProgress tells of the state INPROGRESS.
  private static String asJobStatus(String reason) {
    return reason.toUpperCase(Locale.ROOT);
  }

  @Override
  public void close() {
    operators.forEach(OperatorProcess::close);
    history.close();
    sageMaker.close();
  }
}

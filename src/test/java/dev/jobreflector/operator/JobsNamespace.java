package dev.jobreflector.operator;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.Kubectl;
import dev.jobreflector.apiserver.RealApiServer;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The OptimizationJobs and Events of one namespace, as kubectl and clients see them. */
public final class JobsNamespace {

  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);

  private final RealApiServer server;
  private final String name;

  /** A namespace that is there. */
  public JobsNamespace(RealApiServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The manifest of a resource with this spec, in YAML's flow style. */
  String manifest(String resource, String spec) {
    return """
    apiVersion: sagemaker.jobreflector.dev/v1alpha1
    kind: OptimizationJob
    metadata: {name: %s, namespace: %s}
    spec: {%s}
    """
        .formatted(resource, name, spec);
  }

  /** Applies a resource with an empty spec by kubectl. */
  public void apply(String resource) {
    apply(resource, "");
  }

  /** Applies a resource with this spec by kubectl. */
  public void apply(String resource, String spec) {
    kubectlWithInput(manifest(resource, spec), "apply", "-f", "-");
  }

  /** Runs kubectl in this namespace, and returns what it printed. */
  String kubectl(String... args) {
    return kubectlWithInput("", args);
  }

  /** The same with a text on its standard input. */
  String kubectlWithInput(String input, String... args) {
    return server
        .kubectlWith(server.kubeconfig())
        .runWithInput(input, inNamespace(args))
        .succeeded()
        .stdout();
  }

  /** Starts a kubectl in this namespace that goes on by itself. */
  Kubectl.Running kubectlBackground(String... args) {
    return server.kubectlBackground(inNamespace(args));
  }

  /** The table that kubectl prints, as cells. */
  List<List<String>> table(String... args) {
    return kubectl(args).lines().map(line -> List.of(line.stripTrailing().split(" {2,}"))).toList();
  }

  /** Asks for a poll now, in the words that its answer will echo. */
  void request(String resource, String words) {
    kubectl(
        "annotate",
        "--overwrite",
        "optimizationjob",
        resource,
        OptimizationJob.RECONCILE_REQUESTED_AT + "=" + words);
  }

  /** Waits until the poll asked for in these words is done. */
  OptimizationJob awaitAnswered(String resource, String words) {
    return await(resource, job -> words.equals(job.getStatus().lastHandledReconcileAt()));
  }

  /** The resource as it is; null where there is none. */
  OptimizationJob get(String resource) {
    return at(resource).get();
  }

  Resource<OptimizationJob> at(String resource) {
    return server.client().resources(OptimizationJob.class).inNamespace(name).withName(resource);
  }

  /** Waits until the resource shows this status of its job. */
  public OptimizationJob awaitJobStatus(String resource, String optimizationJobStatus) {
    return await(resource, job -> optimizationJobStatus.equals(jobStatus(job)));
  }

  /** Waits until a condition has this reason. */
  OptimizationJob awaitReason(String resource, String type, String reason) {
    return await(resource, job -> condition(job, type).contains("/" + reason));
  }

  /** Waits until the resource is so. */
  OptimizationJob await(String resource, Predicate<OptimizationJob> wanted) {
    AtomicReference<OptimizationJob> last = new AtomicReference<>();
    Awaitility.await(resource)
        .atMost(SHOWN_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              last.set(get(resource));
              return last.get() != null && wanted.test(last.get());
            });
    return last.get();
  }

  /** The Events about a resource of this name, oldest first: "Normal Starting". */
  public List<String> events(String resource) {
    return eventsOf(resource).map(event -> event.getType() + " " + event.getReason()).toList();
  }

  /** The notes of its Events, oldest first. */
  List<String> notes(String resource) {
    return eventsOf(resource).map(Event::getNote).toList();
  }

  private Stream<Event> eventsOf(String resource) {
    return server.client().events().v1().events().inNamespace(name).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(resource))
        .filter(event -> event.getRegarding().getKind().equals(OptimizationJob.KIND))
        .sorted(Comparator.comparing(event -> event.getEventTime().getTime()));
  }

  /** The status that the resource shows of its job; null where it was never seen. */
  static String jobStatus(OptimizationJob resource) {
    var status = resource.getStatus();
    return status == null || status.description() == null
        ? null
        : status.description().optimizationJobStatus();
  }

  /** Every condition as "Type Status/Reason", sorted. */
  static List<String> conditions(OptimizationJob resource) {
    return resource.getStatus().conditions().stream().map(JobsNamespace::text).sorted().toList();
  }

  /** One condition as "Type Status/Reason"; empty where it is absent. */
  static String condition(OptimizationJob resource, String type) {
    return all(resource, type).map(JobsNamespace::text).findFirst().orElse("");
  }

  /** The message of a condition; empty where it is absent. */
  static String message(OptimizationJob resource, String type) {
    return all(resource, type).map(Condition::message).findFirst().orElse("");
  }

  private static Stream<Condition> all(OptimizationJob resource, String type) {
    return resource.getStatus() == null
        ? Stream.empty()
        : resource.getStatus().conditions().stream()
            .filter(condition -> condition.type().equals(type));
  }

  private static String text(Condition condition) {
    return condition.type() + " " + condition.status() + "/" + condition.reason();
  }

  private String[] inNamespace(String... args) {
    return Stream.concat(Arrays.stream(args), Stream.of("-n", name)).toArray(String[]::new);
  }
}

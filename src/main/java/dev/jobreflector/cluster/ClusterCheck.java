package dev.jobreflector.cluster;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.cluster.AccessReview.Action;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks at the start whether the cluster allows what the operator needs. */
public final class ClusterCheck {

  private static final String JOBS = "optimizationjobs";
  private static final Action WATCH = new Action("watch", OptimizationJob.GROUP, JOBS, "");
  private static final Action UPDATE_STATUS =
      new Action("update", OptimizationJob.GROUP, JOBS, "status");
  private static final Action CREATE_EVENTS = new Action("create", "events.k8s.io", "events", "");
  private static final List<Action> LEASE_ACTIONS =
      Stream.of("get", "create", "patch", "update")
          .map(verb -> new Action(verb, "coordination.k8s.io", "leases", ""))
          .toList();

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final AccessReview rights;
  private final String proxy;

  /**
   * Why the operator cannot start, and what the user can do.
   *
   * @param message one line for the user
   * @param badSetting true if a setting is wrong; false if the cluster is
   */
  public record Problem(String message, boolean badSetting) {

    private static Optional<Problem> ofCluster(String message) {
      return Optional.of(new Problem(message, false));
    }

    private static Optional<Problem> ofSetting(String message) {
      return Optional.of(new Problem(message, true));
    }
  }

  /**
   * Creates a check that uses this client.
   *
   * @param proxy the proxy to the API server, for messages; empty for none
   */
  public ClusterCheck(KubernetesClient client, String proxy) {
    this.client = client;
    this.proxy = proxy;
    this.rights = new AccessReview(client);
  }

  /**
   * The first problem that prevents the operator from reflecting; empty if there is none.
   *
   * @param namespaces the namespaces to watch; empty for all
   * @param labelSelector selects the resources to reflect; null for all
   */
  public Optional<Problem> problem(Collection<String> namespaces, @Nullable String labelSelector) {
    return each(namespaces).stream()
        .map(namespace -> problemIn(namespace, labelSelector))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Problems that do not prevent a start, one or two sentences each. */
  public List<String> warnings(Collection<String> namespaces) {
    List<String> warnings = new ArrayList<>();
    for (@Nullable String namespace : each(namespaces)) {
      if (!rights.allows(CREATE_EVENTS, namespace)) {
        warnings.add(
            deniedText(CREATE_EVENTS, namespace)
                + ": status shows the transitions of jobs, but no Event reports them. Grant its"
                + " ServiceAccount that right, then restart the operator.");
      } else if (namespace != null && isMissing(namespace)) {
        warnings.add(
            "--namespaces: the cluster has no namespace '"
                + namespace
                + "'. Check its name. The operator reflects its resources as soon as it exists.");
      }
    }
    return warnings;
  }

  // The operator has no right to read namespaces, so it tries to create an Event.
  private boolean isMissing(String namespace) {
    try {
      var unused = client.resource(probe(namespace)).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == NOT_FOUND;
    }
  }

  // The request is a dry run: the API server accepts the Event and does not create it.
  private static Event probe(String namespace) {
    return new EventBuilder()
        .withNewMetadata()
        .withName("job-reflector-probe")
        .withNamespace(namespace)
        .endMetadata()
        .withEventTime(new MicroTime("1970-01-01T00:00:00.000000Z"))
        .withReportingController(OptimizationJob.GROUP + "/" + ClusterConfig.FIELD_MANAGER)
        .withReportingInstance("job-reflector")
        .withAction("Start")
        .withReason("Probe")
        .withType("Normal")
        .withRegarding(
            new ObjectReferenceBuilder()
                .withKind(OptimizationJob.KIND)
                .withNamespace(namespace)
                .withName("job-reflector-probe")
                .build())
        .build();
  }

  /** The first problem that prevents leader election; empty if there is none. */
  public Optional<Problem> leaseProblem(LeaseKey lease) {
    for (Action action : LEASE_ACTIONS) {
      if (!rights.allows(action, lease.namespace())) {
        return Problem.ofCluster(
            deniedText(action, lease.namespace())
                + ": grant its ServiceAccount get, create, patch and update, or run one replica"
                + " with --leader-election=false.");
      }
    }
    return leaseRefusal(lease);
  }

  // A dry run finds a missing namespace without the right to read namespaces.
  private Optional<Problem> leaseRefusal(LeaseKey lease) {
    try {
      var unused =
          client
              .resource(
                  new LeaseBuilder()
                      .withNewMetadata()
                      .withNamespace(lease.namespace())
                      .withName(lease.name())
                      .endMetadata()
                      .build())
              .dryRun()
              .create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case CONFLICT -> Optional.empty();
        case NOT_FOUND ->
            Problem.ofSetting(
                "--lease-namespace: the cluster has no namespace '" + lease.namespace() + "'");
        default ->
            Problem.ofCluster("The lease " + lease + " cannot be used: " + ApiFailure.text(e));
      };
    }
  }

  private Optional<Problem> problemIn(@Nullable String namespace, @Nullable String labelSelector) {
    try {
      var all = client.resources(OptimizationJob.class);
      var there = namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace);
      var unused = there.list(firstOnly(labelSelector));
    } catch (KubernetesClientException e) {
      return Optional.of(listProblem(e, namespace, labelSelector));
    }
    // If the API server refused the watch later, the informer would end without advice for the
    // user.
    if (!rights.allows(WATCH, namespace)) {
      return Problem.ofCluster(deniedText(WATCH, namespace) + watchAdvice());
    }
    return rights.allows(UPDATE_STATUS, namespace)
        ? Optional.empty()
        : Problem.ofCluster(
            deniedText(UPDATE_STATUS, namespace)
                + ": grant its ServiceAccount that right, or set --namespaces to the namespaces"
                + " that it may write to.");
  }

  private Problem listProblem(
      KubernetesClientException e, @Nullable String namespace, @Nullable String labelSelector) {
    String server = "The API server at " + client.getMasterUrl();
    if (e.getCode() == BAD_REQUEST && labelSelector != null) {
      return new Problem("--label-selector: " + ApiFailure.text(e), true);
    }
    return new Problem(
        switch (e.getCode()) {
          case NOT_FOUND ->
              "The cluster has no CustomResourceDefinition optimizationjobs."
                  + OptimizationJob.GROUP
                  + ": install it (kubectl apply -f crds/), then restart the operator.";
          case 401 ->
              server
                  + " does not accept the operator's credentials: check KUBECONFIG or the"
                  + " ServiceAccount.";
          case 403 ->
              deniedText(new Action("list", OptimizationJob.GROUP, JOBS, ""), namespace)
                  + watchAdvice();
          default ->
              server
                  + (proxy.isEmpty() ? "" : ", through the proxy " + proxy + ",")
                  + " cannot be used: "
                  + ApiFailure.text(e);
        },
        false);
  }

  private static String deniedText(Action action, @Nullable String namespace) {
    return "The operator is not allowed to "
        + action
        + (namespace == null ? " in all namespaces" : " in namespace " + namespace);
  }

  private static String watchAdvice() {
    return ": grant its ServiceAccount list and watch, or set --namespaces to the namespaces that"
        + " it may watch.";
  }

  // A null element means all namespaces at once.
  private static List<@Nullable String> each(Collection<String> namespaces) {
    List<@Nullable String> each = new ArrayList<>(namespaces);
    if (each.isEmpty()) {
      each.add(null);
    }
    return each;
  }

  private static ListOptions firstOnly(@Nullable String labelSelector) {
    return new ListOptionsBuilder().withLimit(1L).withLabelSelector(labelSelector).build();
  }
}

package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out, before anything runs, whether the cluster lets the operator read its resources. */
public final class ClusterCheck {

  private final KubernetesClient client;

  /** A check by this client. */
  public ClusterCheck(KubernetesClient client) {
    this.client = client;
  }

  /**
   * What keeps the operator from starting, and what to do about it; empty where nothing does.
   *
   * @param namespaces those to watch; empty for all
   */
  public Optional<String> problem(Collection<String> namespaces) {
    if (namespaces.isEmpty()) {
      return problemIn(null);
    }
    return namespaces.stream().map(this::problemIn).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> problemIn(@Nullable String namespace) {
    try {
      var all = client.resources(OptimizationJob.class);
      var unused =
          namespace == null
              ? all.inAnyNamespace().list(oneOnly())
              : all.inNamespace(namespace).list(oneOnly());
      return mayWatch(namespace) ? Optional.empty() : Optional.of(forbidden("watch", namespace));
    } catch (KubernetesClientException e) {
      return Optional.of(
          switch (e.getCode()) {
            case 404 ->
                "The cluster has no CustomResourceDefinition optimizationjobs."
                    + OptimizationJob.GROUP
                    + ": install it (kubectl apply -f crds/), then start again.";
            case 401 ->
                "The API server at "
                    + client.getMasterUrl()
                    + " does not accept the operator's credentials: check KUBECONFIG or the"
                    + " ServiceAccount.";
            case 403 -> forbidden("list", namespace);
            default ->
                "The API server at " + client.getMasterUrl() + " cannot be used: " + cause(e);
          });
    }
  }

  // A watch that is refused later ends the informer with a stack trace and no advice.
  private boolean mayWatch(@Nullable String namespace) {
    try {
      SelfSubjectAccessReview review =
          client
              .authorization()
              .v1()
              .selfSubjectAccessReview()
              .create(
                  new SelfSubjectAccessReviewBuilder()
                      .withNewSpec()
                      .withNewResourceAttributes()
                      .withGroup(OptimizationJob.GROUP)
                      .withResource("optimizationjobs")
                      .withVerb("watch")
                      .withNamespace(namespace)
                      .endResourceAttributes()
                      .endSpec()
                      .build());
      return review.getStatus() == null || !Boolean.FALSE.equals(review.getStatus().getAllowed());
    } catch (KubernetesClientException e) {
      // A server that does not judge rights; what it refuses shows when it is done.
      return true;
    }
  }

  private static String forbidden(String verb, @Nullable String namespace) {
    return "The operator may not "
        + verb
        + " optimizationjobs."
        + OptimizationJob.GROUP
        + (namespace == null ? " in all namespaces" : " in namespace " + namespace)
        + ": grant its ServiceAccount list and watch, or name the namespaces it may watch by"
        + " --namespaces.";
  }

  private static ListOptions oneOnly() {
    return new ListOptionsBuilder().withLimit(1L).build();
  }

  // What is below a failure to connect tells of the JDK's channels, not of the network.
  private static String cause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof ConnectException)) {
      root = root.getCause();
    }
    if (root instanceof ConnectException) {
      return "cannot connect (" + root.getClass().getSimpleName() + ")";
    }
    String message = root.getMessage() == null ? failure.getMessage() : root.getMessage();
    return root.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}

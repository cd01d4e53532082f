package dev.jobreflector.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Asks the API server what this client may do. */
final class AccessReview {

  /**
   * Something to do.
   *
   * @param verb such as {@code patch}
   * @param group the API group
   * @param resource in the plural
   * @param subresource empty for the resource itself
   */
  record Action(String verb, String group, String resource, String subresource) {

    /** As users write it: {@code patch optimizationjobs.sagemaker.jobreflector.dev/status}. */
    @Override
    public String toString() {
      return verb + " " + resource + "." + group + (subresource.isEmpty() ? "" : "/" + subresource);
    }
  }

  private final KubernetesClient client;

  AccessReview(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Whether the API server would let this client do it. A server that does not judge rights says
   * yes: what it refuses shows when it is done.
   *
   * @param namespace where; null for everywhere
   */
  boolean allows(Action action, @Nullable String namespace) {
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
                      .withGroup(action.group())
                      .withResource(action.resource())
                      .withSubresource(action.subresource())
                      .withVerb(action.verb())
                      .withNamespace(namespace)
                      .endResourceAttributes()
                      .endSpec()
                      .build());
      return review.getStatus() == null || !Boolean.FALSE.equals(review.getStatus().getAllowed());
    } catch (KubernetesClientException e) {
      return true;
    }
  }
}

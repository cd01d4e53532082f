package dev.jobreflector.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Checks the rights of this client. */
final class AccessReview {

  /**
   * An action that needs a right.
   *
   * @param verb the verb, such as {@code patch}
   * @param group the API group
   * @param resource the plural name of the resource
   * @param subresource the subresource; empty for the resource itself
   */
  record Action(String verb, String group, String resource, String subresource) {

    /**
     * The action as users write it: {@code patch
     * optimizationjobs.sagemaker.jobreflector.dev/status}.
     */
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
   * Whether the API server allows this action. True if the review itself fails: then a missing
   * right appears when the operator uses it.
   *
   * @param namespace the namespace of the action; null for all namespaces
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

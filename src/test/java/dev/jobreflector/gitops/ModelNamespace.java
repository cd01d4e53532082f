package dev.jobreflector.gitops;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.RealApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** A namespace with OptimizationJobs and the Deployments that serve their models. */
final class ModelNamespace {

  private final RealApiServer server;
  private final String name;

  ModelNamespace(RealApiServer server) {
    this.server = server;
    this.name = server.createNamespace("models").getMetadata().getName();
  }

  String name() {
    return name;
  }

  /** Applies manifests by kubectl. */
  void apply(String yaml) {
    server
        .kubectlWith(server.kubeconfig())
        .runWithInput(yaml, "apply", "--namespace=" + name, "-f", "-")
        .succeeded();
  }

  /** Applies a Deployment that asks for the image of a job. */
  void deploy(String deployment, String job, String image) {
    deployContainer(deployment, job, "model", image);
  }

  /** The same with another container than the one that gets the image. */
  void deployContainer(String deployment, String job, String container, String image) {
    Map<String, String> labels = Map.of("app", deployment);
    server
        .client()
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(name)
                .withName(deployment)
                .addToLabels("optimization-job", job)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(container)
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  Deployment deployment(String deployment) {
    return server.client().apps().deployments().inNamespace(name).withName(deployment).get();
  }

  /** The image of a Deployment's only container. */
  String image(String deployment) {
    return deployment(deployment)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getImage();
  }

  /** Makes a resource where there is none; nothing is known of its job. */
  void createJob(String job) {
    OptimizationJob resource = SampleJobs.named(job);
    resource.getMetadata().setNamespace(name);
    server.client().resource(resource).createOr(present -> null);
  }

  /** Shows a state of the job, and a recommended image unless that is empty. */
  void setJob(String job, String status, String image) {
    server
        .client()
        .resources(OptimizationJob.class)
        .inNamespace(name)
        .withName(job)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"optimizationJobStatus": "%s",
              "optimizationOutput": {"recommendedInferenceImage": %s}}}
            """
                .formatted(status, image.isEmpty() ? "null" : '"' + image + '"'));
  }
}

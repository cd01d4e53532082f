package dev.jobreflector.crd;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.Kubectl;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.reconcile.StatusWriter;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A namespace on a real API server that has the committed CustomResourceDefinition, and kubectl in
 * it.
 */
final class JobNamespace {
  private final RealApiServer server;
  private final String name;

  JobNamespace(RealApiServer server, Namespace namespace) {
    this.server = server;
    this.name = namespace.getMetadata().getName();
    server.applyCrd();
  }

  KubernetesClient client() {
    return server.client();
  }

  /** Runs kubectl in this namespace with {@code input} as its standard input. */
  Kubectl.Result kubectl(String input, String... args) {
    return server
        .kubectlWith(server.kubeconfig())
        .runWithInput(
            input,
            Stream.concat(Stream.of("--namespace=" + name), Stream.of(args))
                .toArray(String[]::new));
  }

  /** Creates a resource with an empty spec. */
  OptimizationJob create(String name) {
    return create(SampleJobs.named(name));
  }

  /** Creates a resource in this namespace. */
  OptimizationJob create(OptimizationJob job) {
    job.getMetadata().setNamespace(name);
    return client().resource(job).create();
  }

  /** Reads a resource of this namespace. */
  OptimizationJob get(String name) {
    return client().resources(OptimizationJob.class).inNamespace(this.name).withName(name).get();
  }

  /** Reads a resource of this namespace as the server holds it. */
  GenericKubernetesResource getGeneric(String name) {
    return client()
        .genericKubernetesResources("sagemaker.jobreflector.dev/v1alpha1", "OptimizationJob")
        .inNamespace(this.name)
        .withName(name)
        .get();
  }

  /** The status of a resource of this namespace, as the server holds it. */
  Map<String, Object> statusAsJson(String name) {
    return getGeneric(name).get("status");
  }

  /** Writes a status as the operator does; returns the new resourceVersion. */
  String writeStatus(String name, OptimizationJobStatus status) {
    return writeStatus(get(name), status);
  }

  /** Writes a status as the operator does, over the version that was read. */
  String writeStatus(OptimizationJob read, OptimizationJobStatus status) {
    return StatusWriter.replace(client(), read, status).getMetadata().getResourceVersion();
  }

  /** Applies a status as another field manager. */
  void applyStatus(String name, OptimizationJobStatus status, String manager) {
    OptimizationJob fresh = SampleJobs.named(name);
    fresh.getMetadata().setNamespace(this.name);
    fresh.setStatus(status);
    OptimizationJob unused =
        client()
            .resource(fresh)
            .subresource("status")
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(manager)
                    .withForce(true)
                    .build());
  }
}

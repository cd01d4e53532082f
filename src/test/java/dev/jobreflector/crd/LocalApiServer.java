package dev.jobreflector.crd;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real API server with the committed CustomResourceDefinition, and kubectl for it. */
final class LocalApiServer implements AutoCloseable {
  /** The field manager of {@link #applyStatus(String, OptimizationJobStatus)}. */
  static final String MANAGER = "reflector";

  private static final String VERSION = "1.36.3";

  record Result(int exitCode, String stdout, String stderr) {}

  private final KubeAPIServer server;
  private final Path directory;
  private final KubernetesClient client;

  LocalApiServer() throws IOException, InterruptedException {
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withApiServerVersion(VERSION)
                .withUpdateKubeConfig(false)
                .build());
    server.start();
    directory = Files.createTempDirectory("kubectl");
    Files.writeString(directory.resolve("kubeconfig"), server.getKubeConfigYaml());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    kubectl("", "apply", "-f", CrdDocument.COMMITTED.toString());
    kubectl("", "wait", "--for=condition=Established", "crd", "--all");
  }

  KubernetesClient client() {
    return client;
  }

  /** Runs kubectl with {@code input} as its standard input. */
  Result kubectl(String input, String... args) throws IOException, InterruptedException {
    Path in = Files.writeString(directory.resolve("in"), input);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    String home =
        System.getenv()
            .getOrDefault("KUBE_API_TEST_DIR", System.getProperty("user.home") + "/.kubeapitest");
    List<String> command = new ArrayList<>();
    command.add(home + "/k8s/" + VERSION + "-linux-amd64/kubectl");
    command.add("--kubeconfig=" + directory.resolve("kubeconfig"));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("kubectl did not end in 60 s: " + command);
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Creates a resource with an empty spec in namespace default. */
  OptimizationJob create(String name) {
    return client.resource(SampleJobs.named(name)).create();
  }

  /** Reads a resource of namespace default. */
  OptimizationJob get(String name) {
    return client.resources(OptimizationJob.class).inNamespace("default").withName(name).get();
  }

  /** The status of a resource of namespace default, as the server holds it. */
  Map<String, Object> statusAsJson(String name) {
    return client
        .genericKubernetesResources("sagemaker.jobreflector.dev/v1alpha1", "OptimizationJob")
        .inNamespace("default")
        .withName(name)
        .get()
        .get("status");
  }

  /** Applies status as the operator does; returns the new resourceVersion. */
  String applyStatus(String name, OptimizationJobStatus status) {
    return applyStatus(get(name), status, MANAGER);
  }

  /** Applies status as the given manager, onto the version that was read. */
  String applyStatus(OptimizationJob read, OptimizationJobStatus status, String manager) {
    OptimizationJob fresh = new OptimizationJob();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(read.getMetadata().getName())
            .withNamespace(read.getMetadata().getNamespace())
            .withResourceVersion(read.getMetadata().getResourceVersion())
            .build());
    fresh.setStatus(status);
    return client
        .resource(fresh)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build())
        .getMetadata()
        .getResourceVersion();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}

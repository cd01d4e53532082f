package dev.jobreflector.crd;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real API server with the committed CustomResourceDefinition, and kubectl for it. */
final class LocalApiServer implements AutoCloseable {
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

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}

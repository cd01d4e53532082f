package dev.jobreflector.gitops;

import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the Pod of examples/downstream runs: the command of its Deployment, the script of its
 * ConfigMap, a token of its ServiceAccount. Only the waiting is shorter.
 */
final class RecommendedImageProcess implements AutoCloseable {

  private static final String NAME = "recommended-image";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;
  private final Path calls;

  private RecommendedImageProcess(Process process, Path output, Path calls) {
    this.process = process;
    this.output = output;
    this.calls = calls;
  }

  /**
   * Starts it for a namespace that has the manifests.
   *
   * @param resync the time between two looks at everything, as {@code 3s}
   */
  static RecommendedImageProcess start(
      RealApiServer server, ApiServerBinaries binaries, String namespace, String resync) {
    ConfigMap scripts = server.client().configMaps().inNamespace(namespace).withName(NAME).get();
    Deployment deployment =
        server.client().apps().deployments().inNamespace(namespace).withName(NAME).get();
    Path kubeconfig = server.kubeconfigOf(namespace, NAME);
    server
        .kubectlWith(kubeconfig)
        .run("config", "set-context", "--current", "--namespace=" + namespace)
        .succeeded();
    try {
      Path parent = Files.createDirectories(Path.of("target", "downstream").toAbsolutePath());
      Path folder = Files.createTempDirectory(parent, namespace);
      for (Map.Entry<String, String> script : scripts.getData().entrySet()) {
        Files.writeString(folder.resolve(script.getKey()), script.getValue());
      }
      Path calls = Files.createFile(folder.resolve("calls"));
      Path kubectl = folder.resolve("kubectl");
      Files.writeString(
          kubectl,
          """
          #!/bin/sh
          echo >>'%s'
          exec '%s' "$@"
          """
              .formatted(calls, binaries.kubectl()));
      kubectl.toFile().setExecutable(true);
      List<String> command =
          deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getCommand().stream()
              .map(part -> part.replace("/scripts", folder.toString()))
              .toList();
      Path output = folder.resolve("output");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(new File("/dev/null"));
      Map<String, String> environment = builder.environment();
      environment.put("PATH", folder + File.pathSeparator + environment.get("PATH"));
      environment.put("KUBECONFIG", kubeconfig.toString());
      environment.put("KUBECACHEDIR", folder.resolve("cache").toString());
      environment.put("RESYNC", resync);
      environment.put("PAUSE", "0");
      return new RecommendedImageProcess(builder.start(), output, calls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has printed so far. */
  String output() {
    return read(output);
  }

  /** How often it has called kubectl. */
  int kubectlCalls() {
    return read(calls).length();
  }

  /** Waits until it has printed this. */
  void awaitOutput(String text) {
    await(text).atMost(LIMIT).until(this::output, printed -> printed.contains(text));
  }

  /** Waits until it has printed this once more than now. */
  void awaitMore(String text) {
    int before = count(text);
    await(text).atMost(LIMIT).until(() -> count(text) > before);
  }

  private int count(String text) {
    return output().split(Pattern.quote(text), -1).length;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills all of it. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}

package dev.jobreflector.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One version of Helm.
 *
 * @param version without the leading "v"
 */
record Helm(String version, Path program) {

  /** The project's chart. */
  static final Path CHART = Path.of("helm", "job-reflector");

  /** What the chart cannot do without. */
  static final String IMAGE = "--set=image.repository=registry.example.com/job-reflector";

  /** Values with all switches on and all lists filled. */
  static final String FULL = "--values=src/test/resources/chart/full-values.yaml";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What one call printed and how it ended; 0 where Helm succeeded. */
  record Result(int exitCode, String stdout, String stderr) {

    /** What it printed, where it succeeded; fails with all that it said where it did not. */
    String succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("helm ended with %d%n%s%s".formatted(exitCode, stdout, stderr));
      }
      return stdout;
    }
  }

  /** The objects of the chart with an image and these flags, for namespace "reflecting". */
  Rendered template(String... flags) {
    return Rendered.of(templateText(flags));
  }

  /** The same as text. */
  String templateText(String... flags) {
    return templateOf(CHART, Stream.concat(Stream.of(IMAGE), Stream.of(flags)).toList())
        .succeeded();
  }

  /** {@code helm template} of a chart, of release "job-reflector" in namespace "reflecting". */
  Result templateOf(Path chart, List<String> flags) {
    List<String> args =
        new ArrayList<>(List.of("template", "job-reflector", chart.toString(), "-n", "reflecting"));
    args.addAll(flags);
    return run(args);
  }

  /** Runs Helm to its end, without a cluster unless the arguments name a kubeconfig. */
  Result run(List<String> args) {
    try {
      Path folder =
          Files.createDirectories(Path.of("target", "helm", "v" + version).toAbsolutePath());
      Path stdout = Files.createTempFile(folder, "helm", ".out");
      Path stderr = Files.createTempFile(folder, "helm", ".err");
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(args);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(stdout.toFile())
              .redirectError(stderr.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
      builder
          .environment()
          .putAll(
              Map.of(
                  "HELM_CACHE_HOME", folder.resolve("cache").toString(),
                  "HELM_CONFIG_HOME", folder.resolve("config").toString(),
                  "HELM_DATA_HOME", folder.resolve("data").toString(),
                  "KUBECONFIG", "/dev/null"));
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      int exitCode = process.destroyForcibly().waitFor();
      Result result = new Result(exitCode, Files.readString(stdout), Files.readString(stderr));
      Files.delete(stdout);
      Files.delete(stderr);
      if (!ended) {
        throw new AssertionError(command + " did not end: " + result);
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "Helm " + version;
  }
}

package dev.jobreflector.chart;

import dev.jobreflector.apiserver.GoBuild;
import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds Helm 3, Helm 4 and the Prometheus operator's definitions, or has them built by the
 * project's script. Where that cannot be, a {@code helm} on the PATH serves for its major version.
 */
final class HelmInstaller {

  private static final List<Integer> MAJORS = List.of(3, 4);
  private static final String MONITORING =
      "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring";

  private final Map<String, String> environment;
  private final GoBuild build;
  private final Path log;
  private final OSInfo platform = new OSInfo();

  /**
   * Makes an installer.
   *
   * @param buildFolder holds the Go build: {@code go.mod} and {@code build.sh}
   * @param log takes the build's whole output
   * @param progress gets a line for each step that takes time
   */
  HelmInstaller(Map<String, String> environment, Path buildFolder, Path log, PrintStream progress) {
    this.environment = environment;
    this.build = new GoBuild(environment, buildFolder, log, progress);
    this.log = log;
  }

  /**
   * What there is.
   *
   * @param helms by version
   * @param definitions the Prometheus operator's; empty where they are missing
   * @param missing what is not there and why, for people; empty where all is there
   */
  record Installation(List<Helm> helms, List<Path> definitions, String missing) {}

  /** Returns what there is, after a build where something is missing. That can take minutes. */
  Installation install() {
    String failure = built() ? "" : build();
    List<String> missing = new ArrayList<>();
    List<Helm> helms = new ArrayList<>();
    for (int major : MAJORS) {
      helm(major)
          .or(() -> onPath(major))
          .ifPresentOrElse(helms::add, () -> missing.add("Helm " + major));
    }
    if (!definitions().allMatch(Files::exists)) {
      missing.add("definition of PodMonitor and PrometheusRule");
    }
    String why =
        """
        To test the chart with, there is no %s.
          - Go build: %s
        Install Go (https://go.dev/dl), so that it can be built once, in 2 to 6 minutes; \
        a helm on the PATH serves for its own version."""
            .formatted(String.join(", no ", missing), failure);
    return new Installation(
        List.copyOf(helms),
        definitions().filter(Files::exists).toList(),
        missing.isEmpty() ? "" : why);
  }

  private boolean built() {
    return MAJORS.stream().allMatch(major -> helm(major).isPresent())
        && definitions().allMatch(Files::exists);
  }

  private String build() {
    try {
      build.run(platform);
      return "made nothing, see " + log;
    } catch (IOException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private Optional<Helm> helm(int major) {
    String version = build.version("helm.sh/helm/v" + major);
    String folder = version + "-" + platform.getOSName() + "-" + platform.getOSArch();
    Path program = build.testFolder().resolve("helm").resolve(folder).resolve("helm");
    return Files.isExecutable(program)
        ? Optional.of(new Helm(version, program.toAbsolutePath()))
        : Optional.empty();
  }

  private Stream<Path> definitions() {
    Path folder = build.testFolder().resolve("monitoring").resolve(build.version(MONITORING));
    return Stream.of("podmonitors", "prometheusrules")
        .map(name -> folder.resolve("monitoring.coreos.com_" + name + ".yaml"));
  }

  private Optional<Helm> onPath(int major) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .map(folder -> Path.of(folder, "helm"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Helm(versionOf(program), program.toAbsolutePath()))
        .filter(helm -> helm.version().startsWith(major + "."));
  }

  private static String versionOf(Path program) {
    String said =
        new Helm("unknown", program).run(List.of("version", "--template={{.Version}}")).stdout();
    Matcher version = Pattern.compile("v(\\d[^+\\s]*)").matcher(said);
    return version.find() ? version.group(1) : "unknown";
  }
}

package dev.jobreflector.observability;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The two programs of Prometheus.
 *
 * @param prometheus the server
 * @param promtool the judge of rules
 */
record PrometheusTools(Path prometheus, Path promtool) {

  /**
   * Those found first on a search path.
   *
   * @param searchPath as in the variable PATH
   * @return empty where one of them is missing
   */
  static Optional<PrometheusTools> on(String searchPath) {
    Optional<Path> prometheus = program("prometheus", searchPath);
    Optional<Path> promtool = program("promtool", searchPath);
    return prometheus.flatMap(server -> promtool.map(tool -> new PrometheusTools(server, tool)));
  }

  private static Optional<Path> program(String name, String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .map(folder -> Path.of(folder, name).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }
}

package dev.jobreflector.apiserver;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds programs for tests from Go modules, with one of the project's scripts. */
public final class GoBuild {

  private final Map<String, String> environment;
  private final Path folder;
  private final Path log;
  private final PrintStream progress;

  /**
   * Makes a build, and does not run it.
   *
   * @param environment the process's environment variables
   * @param folder holds {@code go.mod} and {@code build.sh}
   * @param log takes the build's whole output
   * @param progress gets what a person wants to see of it
   */
  public GoBuild(Map<String, String> environment, Path folder, Path log, PrintStream progress) {
    this.environment = environment;
    this.folder = folder;
    this.log = log;
    this.progress = progress;
  }

  /** Where programs for tests are kept: the folder of Fabric8's kube-api-test. */
  public Path testFolder() {
    String chosen = environment.get("KUBE_API_TEST_DIR");
    return chosen == null
        ? Path.of(System.getProperty("user.home"), KubeAPIServerConfigBuilder.DIRECTORY_NAME)
        : Path.of(chosen);
  }

  /** The version of a Go module that it is made of, such as {@code 1.36.3}. */
  public String version(String module) {
    Pattern pinned = Pattern.compile("(?m)^(require)?\\s*" + Pattern.quote(module) + " v(\\S+)");
    try {
      Matcher line = pinned.matcher(Files.readString(folder.resolve("go.mod")));
      if (!line.find()) {
        throw new IllegalStateException("No version of " + module + " in " + folder + "/go.mod");
      }
      return line.group(2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Builds into {@link #testFolder}. That takes minutes, where something is missing there.
   *
   * @throws IOException where there is no Go, or the build failed; the message says which
   */
  public void run(OSInfo platform) throws IOException, InterruptedException {
    if (!onPath("go") || !onPath("bash")) {
      throw new IOException("no go (or no bash) on the PATH");
    }
    ProcessBuilder builder =
        new ProcessBuilder("bash", folder.resolve("build.sh").toString()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("KUBE_API_TEST_DIR", testFolder().toAbsolutePath().toString());
    builder.environment().put("GOOS", platform.getOSName());
    builder.environment().put("GOARCH", platform.getOSArch());
    Process process = builder.start();
    process.getOutputStream().close();
    report(process);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException("exit code %d, see %s".formatted(exitCode, log));
    }
  }

  private void report(Process process) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    try (var output = process.inputReader();
        var copy = new PrintWriter(Files.newBufferedWriter(log, StandardCharsets.UTF_8), true)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        copy.println(line);
        if (!line.startsWith("go: downloading")) {
          progress.println(line);
        }
      }
    }
  }

  private boolean onPath(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}

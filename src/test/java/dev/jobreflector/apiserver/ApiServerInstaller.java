package dev.jobreflector.apiserver;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;
import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the API-server binaries in the folder of Fabric8's kube-api-test, or puts them there: by
 * that library's download where the internet can be reached, else by the project's Go build.
 *
 * <p>It heeds kube-api-test's variables KUBE_API_TEST_DIR, KUBE_API_TEST_API_SERVER_VERSION (exact,
 * or as {@code 1.32.*}) and KUBE_API_TEST_OFFLINE_MODE (no download).
 */
final class ApiServerInstaller {

  /** Where kube-api-test reads which versions there are: reached, it can download. */
  private static final URI DOWNLOAD_INDEX =
      URI.create(
          "https://raw.githubusercontent.com/kubernetes-sigs/controller-tools/HEAD/envtest-releases.yaml");

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
  private static final Pattern PINNED = Pattern.compile("k8s\\.io/kubernetes v((\\d+\\.\\d+)\\S+)");

  private final Map<String, String> environment;
  private final Path buildFolder;
  private final Path log;
  private final PrintStream progress;
  private final URI downloadIndex;
  private final OSInfo platform = new OSInfo();

  /**
   * Makes an installer.
   *
   * @param environment the process's environment variables
   * @param buildFolder holds the Go build: {@code go.mod} and {@code build.sh}
   * @param log takes the build's whole output
   * @param progress gets a line for each step that takes time
   */
  ApiServerInstaller(
      Map<String, String> environment, Path buildFolder, Path log, PrintStream progress) {
    this(environment, buildFolder, log, progress, DOWNLOAD_INDEX);
  }

  ApiServerInstaller(
      Map<String, String> environment,
      Path buildFolder,
      Path log,
      PrintStream progress,
      URI downloadIndex) {
    this.environment = environment;
    this.buildFolder = buildFolder;
    this.log = log;
    this.progress = progress;
    this.downloadIndex = downloadIndex;
  }

  /**
   * Returns the binaries, installing them first where they are missing. That can take minutes.
   *
   * @throws ApiServerUnavailableException when they are missing and no way to get them worked
   */
  ApiServerBinaries install() throws ApiServerUnavailableException {
    Matcher pinned = pinnedVersion();
    String wanted =
        environment.getOrDefault("KUBE_API_TEST_API_SERVER_VERSION", pinned.group(2) + ".*");
    List<String> reasons = new ArrayList<>();
    List<Way> ways =
        List.of(() -> find(wanted), () -> download(wanted), () -> build(wanted, pinned.group(1)));
    for (Way way : ways) {
      try {
        return way.get();
      } catch (NotThisWayException e) {
        reasons.add(e.getMessage());
      }
    }
    String missing = covers(wanted, pinned.group(1)) ? pinned.group(1) : wanted;
    throw new ApiServerUnavailableException(binariesFolder(missing).toString(), reasons);
  }

  private Matcher pinnedVersion() {
    try {
      Matcher pinned = PINNED.matcher(Files.readString(buildFolder.resolve("go.mod")));
      if (!pinned.find()) {
        throw new IllegalStateException("No Kubernetes version in " + buildFolder + "/go.mod");
      }
      return pinned;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path testFolder() {
    String folder = environment.get("KUBE_API_TEST_DIR");
    return folder == null
        ? Path.of(System.getProperty("user.home"), KubeAPIServerConfigBuilder.DIRECTORY_NAME)
        : Path.of(folder);
  }

  private Path binariesFolder(String version) {
    return testFolder()
        .resolve(BinaryManager.BINARY_LIST_DIR)
        .resolve(version + "-" + platform.getOSName() + "-" + platform.getOSArch());
  }

  private ApiServerBinaries find(String wanted) throws NotThisWayException {
    try {
      return resolve(wanted, testFolder(), true);
    } catch (KubeAPITestException e) {
      throw new NotThisWayException("%s: %s".formatted(testFolder(), e.getMessage()));
    }
  }

  /** What kube-api-test finds under a folder, or downloads into it. */
  private static ApiServerBinaries resolve(String wanted, Path folder, boolean offline) {
    // Every setting is given: the library fails with a ClassCastException where it has to read a
    // Boolean or Integer from its environment variables.
    BinaryManager manager =
        new BinaryManager(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(folder.toString())
                .withApiServerVersion(wanted)
                .withOfflineMode(offline)
                .withWaitForEtcdHealthCheckOnStartup(true)
                .withStartupTimeout(60_000)
                .build());
    manager.initAndDownloadIfRequired();
    Path directory = manager.binaries().getApiServer().toPath().toAbsolutePath().getParent();
    String name = directory.getFileName().toString();
    return new ApiServerBinaries(name.substring(0, name.indexOf('-')), directory);
  }

  private ApiServerBinaries download(String wanted) throws NotThisWayException {
    if (Boolean.parseBoolean(environment.get("KUBE_API_TEST_OFFLINE_MODE"))) {
      throw new NotThisWayException("Download: turned off by KUBE_API_TEST_OFFLINE_MODE");
    }
    within(PROBE_LIMIT, "Download", this::probe);
    progress.printf("Downloading kube-apiserver, etcd and kubectl %s, once%n", wanted);
    // The library makes the folder first and fills it then, so that an interrupted download would
    // pass for a whole one: download elsewhere and move.
    Path partial = null;
    try {
      Files.createDirectories(testFolder().resolve(BinaryManager.BINARY_LIST_DIR));
      partial = Files.createTempDirectory(testFolder(), ".download");
      Path elsewhere = partial;
      ApiServerBinaries downloaded =
          within(DOWNLOAD_LIMIT, "Download", () -> resolve(wanted, elsewhere, false));
      Path target = binariesFolder(downloaded.version());
      if (!Files.exists(target)) {
        Files.move(downloaded.directory(), target);
      }
      return find(wanted);
    } catch (IOException e) {
      throw new NotThisWayException("Download: " + e);
    } finally {
      deleteRecursively(partial);
    }
  }

  private Optional<Void> probe() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) downloadIndex.toURL().openConnection();
    connection.setRequestMethod("HEAD");
    connection.setConnectTimeout((int) PROBE_LIMIT.toMillis());
    connection.setReadTimeout((int) PROBE_LIMIT.toMillis());
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("HTTP status %d from %s".formatted(status, downloadIndex));
      }
      return Optional.empty();
    } finally {
      connection.disconnect();
    }
  }

  private ApiServerBinaries build(String wanted, String pinned) throws NotThisWayException {
    if (!covers(wanted, pinned)) {
      throw new NotThisWayException("Go build: makes %s, not %s".formatted(pinned, wanted));
    }
    if (!onPath("go") || !onPath("bash")) {
      throw new NotThisWayException("Go build: no go (or no bash) on the PATH");
    }
    try {
      int exitCode = runBuild();
      if (exitCode != 0) {
        throw new NotThisWayException("Go build: exit code %d, see %s".formatted(exitCode, log));
      }
      return find(wanted);
    } catch (IOException e) {
      throw new NotThisWayException("Go build: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotThisWayException("Go build: interrupted");
    }
  }

  private static boolean covers(String wanted, String version) {
    return wanted.endsWith(".*")
        ? version.startsWith(wanted.substring(0, wanted.length() - 1))
        : version.equals(wanted);
  }

  private int runBuild() throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder("bash", buildFolder.resolve("build.sh").toString())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("KUBE_API_TEST_DIR", testFolder().toAbsolutePath().toString());
    builder.environment().put("GOOS", platform.getOSName());
    builder.environment().put("GOARCH", platform.getOSArch());
    Process process = builder.start();
    process.getOutputStream().close();
    try (var output = process.inputReader();
        BufferedWriter copy = Files.newBufferedWriter(log)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        copy.write(line);
        copy.newLine();
        if (!line.startsWith("go: downloading")) {
          progress.println(line);
        }
      }
    }
    return process.waitFor();
  }

  private boolean onPath(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Bounds what the library does without a timeout: name look-up, connection and transfer. */
  private static <T> T within(Duration limit, String way, Callable<T> work)
      throws NotThisWayException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "api-server-download");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new NotThisWayException(
          way + ": " + (cause.getCause() == null ? cause : cause.getCause()));
    } catch (TimeoutException e) {
      throw new NotThisWayException("%s: no result within %d s".formatted(way, limit.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotThisWayException(way + ": interrupted");
    }
  }

  private static void deleteRecursively(Path folder) {
    if (folder == null) {
      return;
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One way to get the binaries. */
  @FunctionalInterface
  private interface Way {
    ApiServerBinaries get() throws NotThisWayException;
  }

  /** A way did not work; the message says which, and why. */
  private static final class NotThisWayException extends Exception {
    private static final long serialVersionUID = 1L;

    NotThisWayException(String message) {
      super(message);
    }
  }
}

package dev.jobreflector.apiserver;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;
import io.fabric8.kubeapitest.binary.OSInfo;
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

  private static final String KUBERNETES = "k8s.io/kubernetes";

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);

  private final Map<String, String> environment;
  private final GoBuild goBuild;
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
    this.goBuild = new GoBuild(environment, buildFolder, log, progress);
    this.progress = progress;
    this.downloadIndex = downloadIndex;
  }

  /**
   * Returns the binaries, installing them first where they are missing. That can take minutes.
   *
   * @throws ApiServerUnavailableException when they are missing and no way to get them worked
   */
  ApiServerBinaries install() throws ApiServerUnavailableException {
    String built = goBuild.version(KUBERNETES);
    String wanted =
        environment.getOrDefault(
            "KUBE_API_TEST_API_SERVER_VERSION", built.substring(0, built.lastIndexOf('.')) + ".*");
    List<String> reasons = new ArrayList<>();
    List<Way> ways = List.of(() -> find(wanted), () -> download(wanted), () -> build(wanted));
    for (Way way : ways) {
      try {
        return way.get();
      } catch (NotThisWayException e) {
        reasons.add(e.getMessage());
      }
    }
    String missing = covers(wanted, built) ? built : wanted;
    throw new ApiServerUnavailableException(binariesFolder(missing).toString(), reasons);
  }

  private Path binariesFolder(String version) {
    return goBuild
        .testFolder()
        .resolve(BinaryManager.BINARY_LIST_DIR)
        .resolve(version + "-" + platform.getOSName() + "-" + platform.getOSArch());
  }

  private ApiServerBinaries find(String wanted) throws NotThisWayException {
    try {
      return resolve(wanted, goBuild.testFolder(), true);
    } catch (KubeAPITestException e) {
      throw new NotThisWayException("%s: %s".formatted(goBuild.testFolder(), e.getMessage()));
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
      Files.createDirectories(goBuild.testFolder().resolve(BinaryManager.BINARY_LIST_DIR));
      partial = Files.createTempDirectory(goBuild.testFolder(), ".download");
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

  private ApiServerBinaries build(String wanted) throws NotThisWayException {
    if (!covers(wanted, goBuild.version(KUBERNETES))) {
      throw new NotThisWayException(
          "Go build: makes %s, not %s".formatted(goBuild.version(KUBERNETES), wanted));
    }
    try {
      goBuild.run(platform);
      return find(wanted);
    } catch (IOException e) {
      throw new NotThisWayException("Go build: " + e.getMessage());
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

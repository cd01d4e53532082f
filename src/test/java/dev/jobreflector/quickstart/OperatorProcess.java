package dev.jobreflector.quickstart;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator, in a process of its own, as it runs in a cluster. */
final class OperatorProcess implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final int LOG_LINES_SHOWN = 10;

  private final Process process;
  private final Path log;
  private final int httpPort;

  private OperatorProcess(Process process, Path log, int httpPort) {
    this.process = process;
    this.log = log;
    this.httpPort = httpPort;
  }

  /**
   * Starts the operator and waits until it is ready.
   *
   * @param classPath its classes and what they need, and nothing of the tests
   * @param settings its flags, but for port and log format
   * @param environment what it gets beside this process's environment; an empty text removes
   * @throws QuickstartException where it ends instead; the message has its last log lines
   */
  static OperatorProcess start(
      String classPath, List<String> settings, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, "dev.jobreflector.JobReflector"));
    command.addAll(settings);
    command.addAll(List.of("--http-port=" + port, "--log-format=text"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("JOBREFLECTOR_"));
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    OperatorProcess operator = new OperatorProcess(builder.start(), log, port);
    try {
      operator.awaitReady();
      return operator;
    } catch (IOException | InterruptedException | RuntimeException e) {
      operator.close();
      throw e;
    }
  }

  /** Whether it runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Where it serves /healthz, /readyz and /metrics. */
  URI http(String path) {
    return URI.create("http://127.0.0.1:" + httpPort + path);
  }

  /** Its last log lines. */
  String lastLog() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }

  /** Asks it to stop, and kills it where it does not within 10 s. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady()) {
      if (!process.isAlive()) {
        throw new QuickstartException(
            "The operator ended with exit code %d. Its log, %s:%n%s"
                .formatted(process.exitValue(), log, lastLog()));
      }
      if (System.nanoTime() > deadline) {
        throw new QuickstartException(
            "The operator is not ready after %d s. Its log, %s:%n%s"
                .formatted(READY_WITHIN.toSeconds(), log, lastLog()));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean isReady() {
    try {
      HttpURLConnection connection = (HttpURLConnection) http("/readyz").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

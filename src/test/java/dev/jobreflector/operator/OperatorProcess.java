package dev.jobreflector.operator;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running operator, from the built jar or another program. Its log is in target/operator. */
public final class OperatorProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Pattern HTTP_PORT = Pattern.compile("http port (\\d+)");

  // Tests are short: what the second compiler gains would not pay.
  private static final List<String> TEST_JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx256m");

  private final Process process;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private OperatorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * How to run an operator. Times are short: what takes a minute for users takes seconds here.
   *
   * @param name of the log file
   * @param kubeconfig for KUBECONFIG
   * @param flags the operator's
   * @param environment added to a clean AWS environment
   * @param program what the flags are given to; empty for the built jar on the Java of the tests
   */
  public record Command(
      String name,
      Path kubeconfig,
      List<String> flags,
      Map<String, String> environment,
      List<String> program) {

    /** The built jar, run by the Java that runs the tests. */
    public Command(
        String name, Path kubeconfig, List<String> flags, Map<String, String> environment) {
      this(name, kubeconfig, flags, environment, List.of());
    }

    /** An operator for one namespace, that asks this SageMaker and tells of failures soon. */
    public static Command of(String name, Path kubeconfig, String namespace, URI sageMaker) {
      return new Command(
          name,
          kubeconfig,
          List.of(
              "--namespaces=" + namespace,
              "--lease-namespace=" + namespace,
              "--http-port=0",
              "--resync-period=1s",
              "--grace-time=3s",
              "--retry-period=1s",
              "--aws-rate=20"),
          Map.of("AWS_ENDPOINT_URL_SAGEMAKER", sageMaker.toString()));
    }

    /** With more flags; where one is given twice, the last counts. */
    public Command with(String... moreFlags) {
      List<String> all = new ArrayList<>(flags);
      for (String flag : moreFlags) {
        String option = flag.substring(0, flag.indexOf('=') + 1);
        all.removeIf(given -> given.startsWith(option));
        all.add(flag);
      }
      return new Command(name, kubeconfig, all, environment, program);
    }

    /** Without an option, such as {@code --namespaces}: what is its default counts. */
    public Command without(String option) {
      return new Command(
          name,
          kubeconfig,
          flags.stream().filter(flag -> !flag.startsWith(option + "=")).toList(),
          environment,
          program);
    }

    /** With one more environment variable. */
    public Command withEnvironment(String variable, String value) {
      Map<String, String> all = new HashMap<>(environment);
      all.put(variable, value);
      return new Command(name, kubeconfig, flags, all, program);
    }

    /** With another way to the API server. */
    public Command through(Path another) {
      return new Command(name, another, flags, environment, program);
    }

    /** Run by another program. */
    public Command by(List<String> another) {
      return new Command(name, kubeconfig, flags, environment, another);
    }

    /** What the operator finds in its environment, and nothing of the caller's. */
    public Map<String, String> operatorEnvironment() {
      Map<String, String> all = new TreeMap<>();
      all.put("KUBECONFIG", kubeconfig.toString());
      all.put("AWS_REGION", "us-east-1");
      all.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
      all.put("AWS_SECRET_ACCESS_KEY", "secret");
      all.put("AWS_EC2_METADATA_DISABLED", "true");
      all.putAll(environment);
      return all;
    }

    /** With another log file; for a second process of the same kind. */
    public Command named(String another) {
      return new Command(another, kubeconfig, flags, environment, program);
    }
  }

  /**
   * The program that runs the built jar.
   *
   * @param java the Java program and its options
   */
  public static List<String> builtJar(List<String> java) {
    List<String> program = new ArrayList<>(java);
    program.addAll(List.of("-jar", jar().toString()));
    return program;
  }

  /** Starts an operator and returns while it starts. */
  public static OperatorProcess launch(Command command) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "operator"));
      Path log = folder.resolve(command.name() + ".log");
      Files.deleteIfExists(log);
      List<String> line =
          new ArrayList<>(command.program().isEmpty() ? builtJar(TEST_JAVA) : command.program());
      line.addAll(command.flags());
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().putAll(command.operatorEnvironment());
      return new OperatorProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts an operator and waits until it is ready. */
  public static OperatorProcess start(Command command) {
    OperatorProcess operator = launch(command);
    operator.awaitReady();
    return operator;
  }

  /** Waits until it is ready; fails with its log where it ends instead. */
  public void awaitReady() {
    awaitReady(START_LIMIT);
  }

  /** Waits for so long until it is ready; fails with its log where it ends instead. */
  public void awaitReady(Duration limit) {
    await("the operator is ready")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("The operator ended: " + log());
              }
              return log().contains("http port ");
            });
  }

  /** Waits until this process holds the lease. */
  public void awaitLeading() {
    await("the operator leads")
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> log().contains("This replica leads"));
  }

  /** What it has logged so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port of its HTTP endpoints. */
  public String httpAddress() {
    Matcher port = HTTP_PORT.matcher(log());
    if (!port.find()) {
      throw new IllegalStateException("No HTTP port yet: " + log());
    }
    return "127.0.0.1:" + port.group(1);
  }

  /** The answer of one of its HTTP endpoints, such as {@code /metrics}. */
  public String get(String path) {
    try {
      URI uri = URI.create("http://" + httpAddress() + path);
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The sum of the series of a counter or gauge whose lines begin with this text. */
  public double metric(String start) {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The operating system's process. */
  public Process process() {
    return process;
  }

  /** What is alive in its heap, after a full garbage collection. */
  public ClassHistogram classHistogram() {
    return ClassHistogram.of(process);
  }

  /** Kills it as a crash would (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Pauses it (SIGSTOP): it does nothing and answers nothing until it is resumed. */
  public void pause() {
    signal("-STOP");
  }

  /** Resumes it after {@link #pause()} (SIGCONT). */
  public void resume() {
    signal("-CONT");
  }

  /** Asks it to stop (SIGTERM), and returns the exit code. */
  public int stop() {
    process.destroy();
    return awaitExit();
  }

  /** Waits for its end, and returns the exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("The operator still runs: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private void signal(String signal) {
    try {
      int code = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill " + signal + " failed with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static File jar() {
    File jar =
        new File(System.getProperty("jobreflector.jar", "target/sagemaker-job-reflector.jar"));
    if (!jar.exists()) {
      throw new IllegalStateException(jar + " is not built: run ./mvnw package -DskipTests");
    }
    return jar;
  }
}

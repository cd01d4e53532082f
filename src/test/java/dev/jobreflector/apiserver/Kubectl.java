package dev.jobreflector.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real kubectl, with the rights of one kubeconfig. */
public final class Kubectl {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path program;
  private final Path kubeconfig;
  private final Path workFolder;

  Kubectl(Path program, Path kubeconfig, Path workFolder) {
    this.program = program;
    this.kubeconfig = kubeconfig;
    this.workFolder = workFolder;
  }

  /**
   * What one call printed and how it ended.
   *
   * @param exitCode 0 where kubectl succeeded
   */
  public record Result(int exitCode, String stdout, String stderr) {

    /**
     * This result, where kubectl succeeded.
     *
     * @throws AssertionError where it did not; the message has both streams
     */
    public Result succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("kubectl ended with %d%n%s%s".formatted(exitCode, stdout, stderr));
      }
      return this;
    }
  }

  /** Runs kubectl to its end, at most a minute. */
  public Result run(String... args) {
    return runWithInput("", args);
  }

  /** Runs kubectl to its end with a text on its standard input, as for {@code apply -f -}. */
  public Result runWithInput(String input, String... args) {
    try {
      Path stdin = Files.writeString(temporaryFile(".in"), input);
      Path stdout = temporaryFile(".out");
      Path stderr = temporaryFile(".err");
      ProcessBuilder builder =
          new ProcessBuilder(command(args))
              .redirectInput(stdin.toFile())
              .redirectOutput(stdout.toFile())
              .redirectError(stderr.toFile());
      builder.environment().putAll(environment());
      Process process = builder.start();
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      Result result =
          new Result(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
      for (Path file : List.of(stdin, stdout, stderr)) {
        Files.delete(file);
      }
      if (!ended) {
        throw new AssertionError(
            "%s did not end within %d s%n%s%s"
                .formatted(command(args), LIMIT.toSeconds(), result.stdout(), result.stderr()));
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a kubectl that goes on by itself, such as a watch. */
  public Running start(String... args) {
    return new Running(
        SupervisedProcess.start(command(args), environment(), temporaryFile(".background")));
  }

  private List<String> command(String... args) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    return command;
  }

  private Map<String, String> environment() {
    // A cache of its own: the usual one is keyed by host and port, which servers in turn reuse.
    return Map.of(
        "KUBECONFIG",
        kubeconfig.toString(),
        "KUBECACHEDIR",
        workFolder.resolve("kubectl-cache").toString());
  }

  private Path temporaryFile(String suffix) {
    try {
      return Files.createTempFile(workFolder, "kubectl", suffix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A kubectl in the background. Closing it ends it. */
  public static final class Running implements AutoCloseable {

    private final SupervisedProcess process;

    private Running(SupervisedProcess process) {
      this.process = process;
    }

    /** What it has printed so far, on both streams. */
    public String output() {
      return process.output();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
      return process.isAlive();
    }

    /**
     * Waits until it has ended by itself, and returns its exit code.
     *
     * @throws IllegalStateException where it still runs after that time
     */
    public int waitFor(Duration limit) {
      return process.waitFor(limit);
    }

    @Override
    public void close() {
      process.close();
    }
  }
}

package dev.jobreflector.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that does not outlive this JVM, whatever ends it, kill -9 included: a small shell holds
 * the read end of a pipe from the JVM and kills the program when the pipe closes.
 */
public final class SupervisedProcess implements AutoCloseable {

  // `read` ends when the JVM closes the pipe, or dies.
  private static final String SUPERVISOR =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      program=$!
      ( while read -r line <&3; do :; done; kill -KILL $program ) 2>/dev/null &
      watch=$!
      exec 3<&-
      wait $program
      status=$?
      kill -KILL $watch 2>/dev/null
      exit $status
      """;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path output;

  private SupervisedProcess(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a program.
   *
   * @param environment added to this JVM's
   * @param output what it writes on both streams is appended to this file
   */
  public static SupervisedProcess start(
      List<String> command, Map<String, String> environment, Path output) {
    List<String> supervised = new ArrayList<>(List.of("sh", "-c", SUPERVISOR, "supervisor"));
    supervised.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(supervised)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    try {
      return new SupervisedProcess(
          Path.of(command.get(0)).getFileName().toString(), builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the program runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything written to the output file so far. */
  public String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of the output file, under a heading that names the program and the file. */
  public String tail() {
    List<String> lines = output().lines().toList();
    return "The last lines of %s (%s):%n%s"
        .formatted(
            output,
            name,
            String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size())));
  }

  /** Waits until the program has ended by itself, and returns its exit code. */
  public int waitFor(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "%s still runs after %d s. %s".formatted(name, limit.toSeconds(), tail()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills the program at once (SIGKILL) and waits until it is gone. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    waitFor(STOP_LIMIT);
  }
}

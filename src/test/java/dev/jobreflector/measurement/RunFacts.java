package dev.jobreflector.measurement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where and with what a scenario was run.
 *
 * @param time when it began, ISO 8601
 * @param commit the commit that was checked out; with {@code +} where files differed from it
 * @param cpu the processor's name
 * @param cores as the JVM sees them
 * @param memoryGibibytes of the machine
 * @param kernel its system and version
 * @param operatorJava what the operator's Java says of itself
 * @param operatorOptions the options it was started with, and what malloc was told
 * @param operatorFlags the flags given to the operator beside the scenario's own
 */
public record RunFacts(
    String time,
    String commit,
    String cpu,
    int cores,
    double memoryGibibytes,
    String kernel,
    String kubernetes,
    String operatorJava,
    List<String> operatorOptions,
    List<String> operatorFlags) {

  private static final String MALLOC_ARENAS = "MALLOC_ARENA_MAX";
  private static final double KIB_PER_GIB = 1024 * 1024;

  /**
   * Those of an operator that is run now.
   *
   * @param java the Java program that runs it, and its options
   * @param flags given to the operator beside the scenario's own
   * @param kubernetes the API server's version
   */
  public static RunFacts of(List<String> java, List<String> flags, String kubernetes) {
    return new RunFacts(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        checkedOut(),
        field("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        kubernetes,
        String.join("; ", output(java.get(0), "-version")),
        options(java),
        List.copyOf(flags));
  }

  /** The machine and the programs, in a line. */
  public String machine() {
    return "%s, %d cores, %.0f GiB; %s; Kubernetes %s; %s %s"
        .formatted(
            cpu,
            cores,
            memoryGibibytes,
            kernel,
            kubernetes,
            operatorJava,
            String.join(" ", operatorOptions));
  }

  private static List<String> options(List<String> java) {
    List<String> options = new ArrayList<>(java.subList(1, java.size()));
    String arenas = System.getenv(MALLOC_ARENAS);
    if (arenas != null) {
      options.add(MALLOC_ARENAS + "=" + arenas);
    }
    return options;
  }

  private static String checkedOut() {
    String head = String.join("", output("git", "rev-parse", "--short=10", "HEAD"));
    return output("git", "status", "--porcelain").isEmpty() ? head : head + "+";
  }

  private static double memory() {
    String total = field("/proc/meminfo", "MemTotal").toLowerCase(Locale.ROOT).replace("kb", "");
    return total.isBlank() ? 0 : Math.round(Long.parseLong(total.strip()) / KIB_PER_GIB);
  }

  private static String field(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static List<String> output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> lines = new ArrayList<>();
      try (var reader = process.inputReader()) {
        reader.lines().filter(line -> !line.startsWith("Picked up ")).forEach(lines::add);
      }
      return lines;
    } catch (IOException e) {
      return List.of();
    }
  }
}

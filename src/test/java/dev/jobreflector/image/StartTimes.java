package dev.jobreflector.image;

import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.ApiServerUnavailableException;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.SageMakerSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how soon an operator polls, on a real API server; docs/image.md shows how. */
@Command(
    name = "start-times",
    mixinStandardHelpOptions = true,
    description = "Measures the time from an operator's start to its first call to SageMaker.")
public final class StartTimes implements Callable<Integer> {

  // For caches and compilers to come to rest before memory is read.
  private static final Duration SETTLED_AFTER = Duration.ofSeconds(5);

  @Option(
      names = "--program",
      required = true,
      paramLabel = "LABEL=COMMAND",
      description = "What to run, such as \"jar=java -jar job-reflector.jar\"; may be repeated.")
  private Map<String, String> programs = new LinkedHashMap<>();

  @Option(names = "--runs", defaultValue = "5", description = "Runs of each (default: 5).")
  private int runs;

  private record Run(double firstPollMillis, double rssMegabytes, double stopMillis) {}

  /** Prints a table of medians, with the least and the most. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StartTimes()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, ApiServerUnavailableException {
    Map<String, List<Run>> measured = new LinkedHashMap<>();
    ApiServerBinaries binaries = ApiServerBinaries.installed(System.err);
    try (RealApiServer server =
        RealApiServer.start(binaries, RealApiServer.Settings.named("start-times"))) {
      server.applyCrd();
      for (int run = 0; run <= runs; run++) {
        for (Map.Entry<String, String> program : programs.entrySet()) {
          Run result = measure(server, program.getKey(), program.getValue());
          // The first of each warms the machine's caches.
          if (run > 0) {
            measured.computeIfAbsent(program.getKey(), label -> new ArrayList<>()).add(result);
          }
        }
      }
    }
    System.out.printf("%-24s %22s %22s %22s%n", "", "first poll, ms", "RSS, MB", "stop, ms");
    measured.forEach(
        (label, results) ->
            System.out.printf(
                "%-24s %22s %22s %22s%n",
                label,
                figures(results, Run::firstPollMillis),
                figures(results, Run::rssMegabytes),
                figures(results, Run::stopMillis)));
    return 0;
  }

  private static Run measure(RealApiServer server, String label, String program)
      throws IOException {
    String namespace = server.createNamespace("start-times").getMetadata().getName();
    OptimizationJob resource = SampleJobs.named("job");
    resource.getMetadata().setNamespace(namespace);
    server.client().resource(resource).create();
    try (SageMakerSimulator sageMaker = SageMakerSimulator.start()) {
      sageMaker.jobs().create("job", JobPlan.defaults().unending());
      OperatorProcess.Command command =
          OperatorProcess.Command.of(label, server.kubeconfig(), namespace, sageMaker.endpoint())
              .by(List.of(program.split(" +")));
      long start = System.nanoTime();
      try (OperatorProcess operator = OperatorProcess.launch(command)) {
        await("a poll by " + label)
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(20))
            .failFast("It ended", () -> !operator.process().isAlive())
            .until(() -> sageMaker.calls().count() > 0);
        long firstPoll = sageMaker.calls().calls().get(0).arrivalNanos();
        await().pollDelay(SETTLED_AFTER).until(() -> true);
        double rss = rssMegabytes(operator.process().pid());
        long stop = System.nanoTime();
        int exitCode = operator.stop();
        if (exitCode != 0) {
          throw new IllegalStateException(label + " ended with " + exitCode + operator.log());
        }
        return new Run((firstPoll - start) / 1e6, rss, (System.nanoTime() - stop) / 1e6);
      }
    }
  }

  private static double rssMegabytes(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
          .findFirst()
          .orElseThrow();
    }
  }

  private static String figures(List<Run> results, ToDoubleFunction<Run> figure) {
    double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
    return "%.0f (%.0f to %.0f)"
        .formatted(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }
}

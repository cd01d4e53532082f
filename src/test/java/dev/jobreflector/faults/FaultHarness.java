package dev.jobreflector.faults;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.ApiServerUnavailableException;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.measurement.DurationFlag;
import dev.jobreflector.measurement.Progress;
import dev.jobreflector.measurement.Result;
import dev.jobreflector.measurement.ResultFile;
import dev.jobreflector.measurement.ResultTable;
import dev.jobreflector.measurement.RunFacts;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code ./faults}. */
@Command(
    name = "./faults",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Runs the operator between a real API server and a SageMaker simulator while things go wrong,",
      "and judges it by the goals of docs/faults.md. All scenarios take some 50 minutes. Linux only.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./faults --list                              what there is",
      "  ./faults --scenario kills,proxy              two of them",
      "  ./faults --scale 0.05                        all of them, short",
      "  ./faults --scenario kills --seed 7           at other random moments",
      "",
      "Exit code: 0 all goals were met, 1 some were not or could not be measured, 2 a bad option."
    })
@SuppressWarnings("UnusedVariable") // picocli sets the fields
public final class FaultHarness implements Callable<Integer> {

  private static final Path FOLDER = Path.of("target", "faults");
  private static final String ALL = "all";
  private static final String ETCD_QUOTA = "--quota-backend-bytes=8589934592";

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      defaultValue = ALL,
      description = "Which to run (default: all, in this order): see --list.")
  private List<String> names = List.of();

  @Option(names = "--list", description = "Show the scenarios and their sizes, and end.")
  private boolean list;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "Numbers of faults and durations times this (default: 1).")
  private double scale = 1;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of all that is random.")
  private @Nullable Long seed;

  @Option(
      names = "--jobs",
      paramLabel = "NUMBER",
      description = "Jobs that change their state while things go wrong.")
  private @Nullable Integer jobs;

  @Option(
      names = "--times",
      paramLabel = "NUMBER",
      description = "How often the fault happens, or how many hostile things are sent.")
  private @Nullable Integer times;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "How long one fault or the load lasts: 10s, 2m.")
  private @Nullable Duration duration;

  @Option(
      names = "--operator-arg",
      paramLabel = "FLAG",
      description = "A flag for the operator, as --name=value; may be given many times. It wins.")
  private List<String> operatorArguments = List.of();

  @Option(
      names = "--java",
      paramLabel = "PATH",
      description = "The Java program that runs the operator (default: the one that runs this).")
  private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

  @Option(
      names = "--java-option",
      paramLabel = "OPTION",
      description =
          "An option for it, such as -Xmx256m; may be given many times. The default is what the"
              + " image has, as far as that Java knows it, in the chart's memory limit.")
  private List<String> javaOptions =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions", "@src/main/image/java.options", "-XX:MaxRAM=512m");

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Where results are kept as JSON; those of other scenarios in it stay (default:"
              + " target/faults/results.json).")
  private Path json = FOLDER.resolve("results.json");

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description =
          "Where all of the JSON is shown as a table (default: target/faults/results.md).")
  private Path table = FOLDER.resolve("results.md");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  private final PrintStream out;
  private final Progress progress;

  private FaultHarness(PrintStream out) {
    this.out = out;
    this.progress = new Progress(out);
  }

  /** Runs the harness. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(parser(out).execute(arguments));
  }

  static CommandLine parser(PrintStream out) {
    return new CommandLine(new FaultHarness(out))
        .registerConverter(Duration.class, new DurationFlag())
        .setParameterExceptionHandler((bad, given) -> refused(bad));
  }

  @Override
  public Integer call() throws Exception {
    Map<String, FaultScenario> all = new LinkedHashMap<>();
    FaultCatalog.all().forEach(scenario -> all.put(scenario.name(), scenario));
    if (list) {
      all.values().forEach(this::describe);
      return 0;
    }
    Files.createDirectories(table.toAbsolutePath().getParent());
    ResultFile results = new ResultFile(json, List.copyOf(all.keySet()));
    boolean met = true;
    for (FaultScenario scenario : chosen(all)) {
      Result result = run(scenario);
      out.println();
      out.println(ResultTable.of(result));
      results.put(result);
      Files.writeString(table, ResultTable.of(results.read()));
      met &= result.goalsMet();
    }
    out.println("All results: " + table + " and " + json);
    return met ? 0 : 1;
  }

  private List<FaultScenario> chosen(Map<String, FaultScenario> all) {
    if (names.equals(List.of(ALL))) {
      return List.copyOf(all.values());
    }
    for (String name : names) {
      if (!all.containsKey(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "There is no scenario " + name + ", but " + String.join(", ", all.keySet()));
      }
    }
    return names.stream().map(all::get).toList();
  }

  private void describe(FaultScenario scenario) {
    out.printf("%-10s %s (%s)%n", scenario.name(), scenario.about(), extent(scenario).size());
  }

  private Extent extent(FaultScenario scenario) {
    Extent scaled = scenario.extent().scaled(scale);
    return new Extent(
        jobs == null ? scaled.jobs() : jobs,
        times == null ? scaled.times() : times,
        duration == null ? scaled.duration() : duration,
        seed == null ? scaled.seed() : seed);
  }

  private Result run(FaultScenario scenario) throws ApiServerUnavailableException {
    ApiServerBinaries binaries = ApiServerBinaries.installed(out);
    List<String> program = new ArrayList<>(List.of(java.toString()));
    program.addAll(javaOptions);
    OperatorRun operator = new OperatorRun(program, operatorArguments);
    Extent extent = extent(scenario);
    RunFacts facts = RunFacts.of(program, operatorArguments, binaries.version());
    Judge judge = new Judge(progress, FOLDER.resolve(scenario.name() + ".problems.txt"));
    progress.say(scenario.name() + ": " + scenario.about());
    long begin = System.nanoTime();
    String failure = null;
    try {
      scenario.run(size -> trial(binaries, size, operator), extent, judge);
    } catch (Exception | AssertionError e) {
      e.printStackTrace(out);
      failure = e.toString();
    }
    return new Result(
        scenario.name(),
        scenario.about(),
        extent.size(),
        extent,
        judge.figures(),
        (System.nanoTime() - begin) / 1e9,
        failure,
        facts);
  }

  /** On a server of its own: what one scenario leaves behind is no load for the next. */
  private Trial trial(ApiServerBinaries binaries, Extent extent, OperatorRun operator) {
    RealApiServer server =
        RealApiServer.start(
            binaries, RealApiServer.Settings.named("faults").withEtcdFlags(ETCD_QUOTA));
    return new Trial(server, extent, operator, progress, server::close);
  }

  private static int refused(ParameterException bad) {
    System.err.println("faults: " + bad.getMessage() + " (see ./faults --help)");
    return 2;
  }
}

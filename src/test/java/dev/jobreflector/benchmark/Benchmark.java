package dev.jobreflector.benchmark;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.ApiServerUnavailableException;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.measurement.DurationFlag;
import dev.jobreflector.measurement.Findings;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code ./benchmark}. */
@Command(
    name = "./benchmark",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Runs the operator between a real API server and a SageMaker simulator, and judges it by the",
      "goals of docs/benchmark.md. All scenarios together take some six hours. Linux only.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./benchmark --list                                      what there is",
      "  ./benchmark --scenario small,quiet                      two of them",
      "  ./benchmark --scale 0.05                                all of them, small",
      "  ./benchmark --scenario steady --java-option=-Xmx1g --operator-arg=--freshness=5s",
      "",
      "Exit code: 0 all goals were met, 1 some were not or could not be measured, 2 a bad option."
    })
@SuppressWarnings("UnusedVariable") // picocli sets the fields
public final class Benchmark implements Callable<Integer> {

  private static final Path FOLDER = Path.of("target", "benchmark");
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

  @Mixin private Sizes sizes = new Sizes();

  @Option(
      names = "--freshness",
      paramLabel = "DURATION",
      description = "The operator's --freshness, but where a scenario sets it (plain-poller).")
  private @Nullable String freshness;

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
      description = "An option for it, such as -Xmx256m; may be given many times.")
  private List<String> javaOptions = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Where results are kept as JSON; those of other scenarios in it stay (default:"
              + " target/benchmark/results.json).")
  private Path json = FOLDER.resolve("results.json");

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description =
          "Where all of the JSON is shown as a table (default: target/benchmark/results.md).")
  private Path table = FOLDER.resolve("results.md");

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Where growth is drawn, as PNG (default: target/benchmark/growth.png).")
  private Path plot = FOLDER.resolve("growth.png");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  private final PrintStream out;
  private final Progress progress;

  private Benchmark(PrintStream out) {
    this.out = out;
    this.progress = new Progress(out);
  }

  /** Runs the benchmark. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(parser(out).execute(arguments));
  }

  static CommandLine parser(PrintStream out) {
    return new CommandLine(new Benchmark(out))
        .registerConverter(Duration.class, new DurationFlag())
        .setParameterExceptionHandler((bad, given) -> refused(bad));
  }

  @Override
  public Integer call() throws Exception {
    Map<String, Scenario> all = new LinkedHashMap<>();
    ScenarioCatalog.all(plot).forEach(scenario -> all.put(scenario.name(), scenario));
    if (list) {
      all.values().forEach(this::describe);
      return 0;
    }
    Files.createDirectories(table.toAbsolutePath().getParent());
    ResultFile results = new ResultFile(json, List.copyOf(all.keySet()));
    boolean met = true;
    for (Scenario scenario : chosen(all)) {
      Result result = run(scenario);
      // Shown first: what took half an hour is not to be lost with a folder.
      out.println();
      out.println(ResultTable.of(result));
      results.put(result);
      Files.writeString(table, ResultTable.of(results.read()));
      met &= result.goalsMet();
    }
    out.println("All results: " + table + " and " + json);
    return met ? 0 : 1;
  }

  private List<Scenario> chosen(Map<String, Scenario> all) {
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

  private void describe(Scenario scenario) {
    Parameters size = sizes.apply(scenario.parameters());
    out.printf(
        "%-13s %s (%,d resources, %,d unfinished, %,d s)%n",
        scenario.name(),
        scenario.about(),
        size.resources(),
        size.unfinished(),
        size.duration().toSeconds());
  }

  private Result run(Scenario scenario) throws ApiServerUnavailableException {
    OperatorSettings settings = settings();
    ApiServerBinaries binaries = ApiServerBinaries.installed(out);
    Parameters parameters = sizes.apply(scenario.parameters());
    RunFacts facts = RunFacts.of(settings.java(), settings.givenFlags(), binaries.version());
    Findings findings = new Findings();
    progress.say(scenario.name() + ": " + scenario.about());
    long begin = System.nanoTime();
    String failure = null;
    try {
      scenario.run(size -> stage(binaries, size, settings), parameters, findings);
    } catch (Exception e) {
      e.printStackTrace(out);
      failure = e.toString();
    }
    return new Result(
        scenario.name(),
        scenario.about(),
        parameters.size(),
        parameters,
        findings.figures(),
        (System.nanoTime() - begin) / 1e9,
        failure,
        facts);
  }

  /** On a server of its own: what one scenario leaves behind is no load for the next. */
  private Stage stage(ApiServerBinaries binaries, Parameters size, OperatorSettings settings) {
    RealApiServer server =
        RealApiServer.start(
            binaries, RealApiServer.Settings.named("benchmark").withEtcdFlags(ETCD_QUOTA));
    return new Stage(server, size, settings, progress, server::close);
  }

  private OperatorSettings settings() {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(javaOptions);
    List<String> flags = freshness == null ? List.of() : List.of("--freshness=" + freshness);
    return new OperatorSettings(command, flags, operatorArguments);
  }

  private static int refused(ParameterException bad) {
    System.err.println("benchmark: " + bad.getMessage() + " (see ./benchmark --help)");
    return 2;
  }
}

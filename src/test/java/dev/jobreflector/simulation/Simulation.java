package dev.jobreflector.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.jobreflector.measurement.DurationFlag;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code ./simulate}. */
@Command(
    name = "./simulate",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Runs the operator's schedule and decisions on a virtual clock, without I/O. Alone, it",
      "simulates a day of 1,000,000 resources in 50 accounts and regions.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./simulate                                         the day",
      "  ./simulate --scenario steady,storm,small           as the benchmark measures them",
      "  ./simulate --scenario steady --changes-per-hour 3600 --duration 8h",
      "",
      "Exit code: 0 all changes were shown within the budget, 1 some were not, 2 a bad option."
    })
@SuppressWarnings("UnusedVariable") // picocli sets the fields
public final class Simulation implements Callable<Integer> {

  private static final String DEFAULT = "day";

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      defaultValue = DEFAULT,
      description = "What to simulate (default: day): see --list.")
  private List<String> names = List.of();

  @Option(names = "--list", description = "Show the scenarios and their sizes, and end.")
  private boolean list;

  @Mixin private SizeFlags sizes = new SizeFlags();

  @Option(
      names = "--threads",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Accounts and regions that are simulated at once (default: 1).")
  private int threads = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Where the figures are written.")
  private @Nullable Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  private final PrintStream out;

  private Simulation(PrintStream out) {
    this.out = out;
  }

  /** Runs the simulation. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(parser(out).execute(arguments));
  }

  static CommandLine parser(PrintStream out) {
    return new CommandLine(new Simulation(out))
        .registerConverter(Duration.class, new DurationFlag())
        .setParameterExceptionHandler((bad, given) -> refused(bad));
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      for (VirtualScenario scenario : VirtualScenario.values()) {
        describe(scenario);
      }
      return 0;
    }
    if (threads < 1) {
      throw refusal("--threads must be at least 1");
    }
    boolean kept = true;
    List<Map<String, Object>> all = new ArrayList<>();
    for (VirtualScenario scenario : chosen()) {
      SimulationReport report = run(scenario);
      out.println();
      out.println(report.table());
      all.add(report.figures());
      kept &= report.isKept();
    }
    if (json != null) {
      new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), all);
    }
    return kept ? 0 : 1;
  }

  private SimulationReport run(VirtualScenario scenario) throws Exception {
    Size size = size(scenario);
    out.println(scenario.text() + ": " + scenario.about());
    long begin = System.nanoTime();
    double cpuBefore = cpuSeconds();
    List<Outcome> outcomes =
        new SimulationRun(scenario, size)
            .outcomes(threads, done -> say(done, size.regions(), begin));
    var machine =
        new SimulationReport.Machine(
            (System.nanoTime() - begin) / 1e9, cpuSeconds() - cpuBefore, heapMebibytes());
    return new SimulationReport(scenario, outcomes, machine);
  }

  private void say(int done, int regions, long begin) {
    if (regions > 1 && done % Math.max(1, regions / 10) == 0) {
      out.printf(
          "  %d of %d after %d s%n", done, regions, (System.nanoTime() - begin) / 1_000_000_000);
    }
  }

  private List<VirtualScenario> chosen() {
    return names.stream().map(this::scenario).toList();
  }

  private VirtualScenario scenario(String name) {
    return Arrays.stream(VirtualScenario.values())
        .filter(known -> known.text().equals(name))
        .findFirst()
        .orElseThrow(() -> refusal("There is no scenario " + name + ", but " + known()));
  }

  private static String known() {
    return Arrays.stream(VirtualScenario.values())
        .map(VirtualScenario::text)
        .collect(Collectors.joining(", "));
  }

  private Size size(VirtualScenario scenario) {
    try {
      return sizes.apply(scenario.size());
    } catch (IllegalArgumentException bad) {
      throw refusal(String.valueOf(bad.getMessage()));
    }
  }

  private void describe(VirtualScenario scenario) {
    Size size = size(scenario);
    out.printf(
        "%-12s %s (%,d resources, %,d account-regions, %,d unfinished in each, %,d s)%n",
        scenario.text(),
        scenario.about(),
        size.resources(),
        size.regions(),
        size.unfinished(),
        size.duration().toSeconds());
  }

  private ParameterException refusal(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private static double heapMebibytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(peak -> peak.getUsed())
            .sum()
        / 1048576.0;
  }

  private static int refused(ParameterException bad) {
    System.err.println("simulate: " + bad.getMessage() + " (see ./simulate --help)");
    return 2;
  }
}

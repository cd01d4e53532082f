package dev.jobreflector.simulator;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The simulator as a program, to develop against; docs/simulator.md shows how. */
@Command(
    name = "sagemaker-simulator",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Stands in for SageMaker's optimization jobs on loopback until interrupted.")
@SuppressWarnings("UnusedVariable") // picocli sets the fields
public final class SageMakerSimulatorMain implements Callable<Integer> {

  enum Scenario {
    none,
    examples
  }

  @Option(
      names = "--port",
      defaultValue = "4570",
      description = "Port on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--region",
      defaultValue = "us-east-1",
      description = "Region of the seeded jobs (default: ${DEFAULT-VALUE}).")
  private String region = "";

  @Option(
      names = "--account",
      defaultValue = "123456789012",
      description = "Account that every access key belongs to (default: ${DEFAULT-VALUE}).")
  private String account = "";

  @Option(
      names = "--scenario",
      defaultValue = "examples",
      description = "Jobs to begin with: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Scenario scenario = Scenario.none;

  @Option(
      names = "--seed-jobs",
      defaultValue = "0",
      description = "Finished jobs to begin with, named seed-000000 and so on.")
  private int seedJobs;

  @Option(
      names = "--seed-running",
      defaultValue = "0",
      description = "Jobs that run for ever, named running-000000 and so on.")
  private int seedRunning;

  @Option(
      names = "--starting",
      defaultValue = "5s",
      converter = Time.class,
      description = "Time a job is STARTING (default: ${DEFAULT-VALUE}).")
  private Duration starting = Duration.ZERO;

  @Option(
      names = "--running",
      defaultValue = "20s",
      converter = Time.class,
      description = "Time a job is INPROGRESS (default: ${DEFAULT-VALUE}).")
  private Duration running = Duration.ZERO;

  @Option(
      names = "--stopping",
      defaultValue = "5s",
      converter = Time.class,
      description = "Time a job is STOPPING (default: ${DEFAULT-VALUE}).")
  private Duration stopping = Duration.ZERO;

  @Option(
      names = "--fail-prefix",
      defaultValue = "fail-",
      description = "Created jobs of such a name fail (default: ${DEFAULT-VALUE}).")
  private String failPrefix = "";

  @Option(
      names = "--rate",
      defaultValue = "0",
      description = "Calls a second before ThrottlingException; 0 for no limit.")
  private double rate;

  @Option(
      names = "--burst",
      defaultValue = "2",
      description = "Calls at once before ThrottlingException (default: ${DEFAULT-VALUE}).")
  private double burst;

  @Option(
      names = "--latency",
      defaultValue = "0s",
      converter = Time.class,
      description = "Time each answer takes, for instance 150ms or 0.15s.")
  private Duration latency = Duration.ZERO;

  @Spec private CommandSpec spec;

  /** Runs until interrupted; exit code 2 for a flag that is wrong. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SageMakerSimulatorMain()).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    SimulatorOptions options =
        SimulatorOptions.defaults()
            .withPort(port)
            .withHome(account, region)
            .withCalls(CallLog.countsOnly());
    try (SageMakerSimulator simulator = SageMakerSimulator.start(options)) {
      seed(simulator);
      if (rate > 0) {
        simulator.faults().throttle(rate, burst);
      }
      simulator.faults().latency(latency);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> sayCalls(simulator, out)));
      sayHow(simulator, out);
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private void seed(SageMakerSimulator simulator) {
    Clock clock = simulator.clock();
    JobPlan plan = JobPlan.defaults().lasting(starting, running, stopping);
    simulator.plans().byDefault(plan);
    simulator.plans().forPrefix(failPrefix, plan.failing());
    simulator.jobs().putAll(Scenarios.finished(clock, "seed-", seedJobs));
    simulator.jobs().putAll(Scenarios.running(clock, "running-", seedRunning));
    if (scenario == Scenario.examples) {
      simulator.jobs().putAll(Scenarios.examples(clock, plan));
    }
  }

  private static void sayHow(SageMakerSimulator simulator, PrintWriter out) {
    out.printf(
        """
        SageMaker simulator with %d job%s in account %s. Point any AWS client at it:
          export AWS_ENDPOINT_URL_SAGEMAKER=%s
          export AWS_REGION=%s AWS_DEFAULT_REGION=%<s
          export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
        """,
        simulator.jobs().size(),
        simulator.jobs().size() == 1 ? "" : "s",
        simulator.home().accountId(),
        simulator.endpoint(),
        simulator.home().region());
    out.flush();
  }

  private static void sayCalls(SageMakerSimulator simulator, PrintWriter out) {
    out.println();
    long calls = simulator.calls().count();
    out.println(calls + (calls == 1 ? " call" : " calls"));
    simulator.calls().counts().forEach((what, count) -> out.println("  " + what + ": " + count));
    out.flush();
  }

  /** {@code 150ms}, {@code 2.5s}, {@code 10m}, {@code 1h}. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return text.endsWith("ms")
          ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
          : Duration.parse("PT" + text);
    }
  }
}

package dev.jobreflector.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code ./quickstart}. */
@Command(
    name = "./quickstart",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Shows Job Reflector for SageMaker at work. It needs a JDK, 17 or newer, and nothing else:",
      "no cluster, no Docker, no AWS account.",
      "",
      "It builds the operator, runs it beside a small API server and a SageMaker simulator, applies",
      "the manifests of examples/, prints what kubectl would show while the jobs live, and sums up.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./quickstart                                    all of it, in half a minute",
      "  ./quickstart --api-server=real --keep-running   look around with kubectl, too",
      "  ./quickstart --aws=real --job my-job            reflect a job of yours",
      "",
      "Exit code: 0 all jobs ended as expected, 1 they did not or it could not run, 2 a bad option.",
      "NO_COLOR=1 turns colours off. The operator's log is target/quickstart/operator.log."
    })
public final class Quickstart implements Callable<Integer> {

  static final Path FOLDER = Path.of("target", "quickstart");

  /** Where the resources live. */
  enum ApiServer {
    EMBEDDED,
    REAL,
    CURRENT
  }

  /** Where the jobs live. */
  enum Aws {
    SIMULATOR,
    REAL
  }

  @Option(
      names = "--api-server",
      paramLabel = "WHICH",
      defaultValue = "EMBEDDED",
      description = {
        "embedded: a mock of Kubernetes, in one process with this (default);",
        "real: kube-apiserver and etcd from the folder of Fabric8's kube-api-test, which are"
            + " downloaded or built first where they are missing;",
        "current: the cluster of the current kubeconfig. It gets the CustomResourceDefinition if it"
            + " has none, and a namespace job-reflector-quickstart until this ends."
      })
  private ApiServer apiServer = ApiServer.EMBEDDED;

  @Option(
      names = "--aws",
      paramLabel = "WHICH",
      defaultValue = "SIMULATOR",
      description = {
        "simulator: a server that speaks SageMaker's protocol, on this machine (default);",
        "real: SageMaker, by the AWS default chain (AWS_REGION, AWS_PROFILE, ...). Nothing is made"
            + " or changed there; the jobs named by --job are reflected."
      })
  private Aws aws = Aws.SIMULATOR;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "With --aws=real: an optimization job to reflect. May be given many times.")
  private List<String> jobs = List.of();

  @Option(
      names = "--keep-running",
      description =
          "Do not end after the summary, but on Ctrl-C; says how to look at what is there.")
  private boolean keepRunning;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  private final String operatorClassPath;
  private final PrintStream out;

  private Quickstart(String operatorClassPath, PrintStream out) {
    this.operatorClassPath = operatorClassPath;
    this.out = out;
  }

  /** Runs the quickstart; the system property operator.class.path says what to start. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Quickstart quickstart = new Quickstart(System.getProperty("operator.class.path", ""), out);
    int exitCode =
        new CommandLine(quickstart)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((bad, given) -> refused(bad))
            .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure))
            .execute(arguments);
    // The mock API server leaves threads behind.
    System.exit(exitCode);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (aws == Aws.REAL && jobs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--aws=real needs the name of at least one job: --job NAME");
    }
    if (aws == Aws.SIMULATOR && !jobs.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--job is for --aws=real");
    }
    Screen screen = new Screen(out);
    var definition = CommittedDefinition.read();
    try (Tour tour = new Tour(screen, definition, operatorClassPath)) {
      Runtime.getRuntime().addShutdownHook(new Thread(tour::close, "stop"));
      tour.cluster(
          switch (apiServer) {
            case EMBEDDED -> EmbeddedCluster::new;
            case REAL -> RealCluster::new;
            case CURRENT -> () -> new CurrentCluster(definition, screen);
          });
      boolean asExpected = aws == Aws.REAL ? tour.ofRealJobs(jobs) : tour.ofExamples();
      if (keepRunning) {
        tour.keepRunning();
      }
      return asExpected ? 0 : 1;
    }
  }

  private static int refused(ParameterException bad) {
    System.err.println("quickstart: " + bad.getMessage() + " (see ./quickstart --help)");
    return 2;
  }

  private static int failed(Exception failure) {
    if (failure instanceof QuickstartException) {
      System.err.println("quickstart: " + failure.getMessage());
    } else {
      failure.printStackTrace();
    }
    return 1;
  }
}

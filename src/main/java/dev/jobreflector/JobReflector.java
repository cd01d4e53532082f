package dev.jobreflector;

import dev.jobreflector.cluster.ClusterCheck;
import dev.jobreflector.cluster.ClusterCheck.Problem;
import dev.jobreflector.cluster.ClusterConfig;
import dev.jobreflector.cluster.ClusterConfigException;
import dev.jobreflector.failure.Causes;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.proxy.ProxyServer;
import dev.jobreflector.sagemaker.AwsHttpService;
import dev.jobreflector.sagemaker.AwsVariables;
import dev.jobreflector.sagemaker.DefaultRegion;
import dev.jobreflector.settings.BadSettingException;
import dev.jobreflector.settings.CommandSettings;
import dev.jobreflector.settings.ImportSettings;
import dev.jobreflector.settings.OperatorVersion;
import dev.jobreflector.settings.Settings;
import dev.jobreflector.settings.Settings.LogFormat;
import dev.jobreflector.settings.SettingsCheck;
import dev.jobreflector.settings.SettingsParser;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The program. Reads the settings, checks the cluster, and runs until it is stopped. */
public final class JobReflector {

  private static final int COULD_NOT_START = 1;
  private static final int BAD_SETTING = 2;

  private JobReflector() {}

  /** Runs the operator; see {@code --help}. */
  public static void main(String[] arguments) throws InterruptedException {
    Shutdown shutdown = new Shutdown();
    shutdown.onRequest();
    int exitCode = run(shutdown, arguments);
    if (exitCode != 0) {
      shutdown.exit(exitCode);
    }
  }

  private static int run(Shutdown shutdown, String... arguments) throws InterruptedException {
    CommandLine parser = SettingsParser.parser(System.getenv());
    try {
      CommandSettings given = SettingsParser.parse(parser, arguments);
      if (CommandLine.printHelpIfRequested(parser.getParseResult())) {
        return 0;
      }
      if (given instanceof ImportSettings ofImport) {
        return runImport(ofImport);
      }
      Settings settings = (Settings) given;
      logAs(settings);
      useAws();
      return runOperator(
          settings, region(settings.region()), ClusterConfig.find(System.getenv()), shutdown);
    } catch (ParameterException | BadSettingException | ClusterConfigException e) {
      System.err.println("job-reflector: " + e.getMessage() + " (see --help)");
      return BAD_SETTING;
    }
  }

  private static int runImport(ImportSettings settings)
      throws InterruptedException, BadSettingException {
    // Standard output has the manifests.
    System.setProperty("jobreflector.log.target", "System.err");
    logAs("text", "warn");
    useAws();
    return new ImportCommand(
            settings, region(settings.region()), Clock.systemUTC(), System.out, System.err)
        .run(Proxies.of(System.getenv()));
  }

  private static void useAws() {
    AwsVariables.unsetEmpty(System.getenv());
    AwsHttpService.useForTheSdk();
  }

  private static String region(@Nullable String given) throws BadSettingException {
    if (given != null) {
      return given;
    }
    String found = DefaultRegion.find();
    if (found == null) {
      throw new BadSettingException("no AWS region: set --region or AWS_REGION");
    }
    Optional<String> problem =
        SettingsCheck.regionProblem("AWS_REGION, or the AWS profile's region", found);
    if (problem.isPresent()) {
      throw new BadSettingException(problem.get());
    }
    return found;
  }

  private static int runOperator(Settings settings, String region, Config config, Shutdown shutdown)
      throws InterruptedException, BadSettingException, ClusterConfigException {
    Logger log = LoggerFactory.getLogger(JobReflector.class);
    Proxies proxies = Proxies.of(System.getenv());
    ProxyServer proxy = ClusterConfig.proxy(config, proxies);
    Optional<Problem> problem = clusterProblem(config, proxy, settings, log);
    if (problem.isPresent()) {
      if (problem.get().badSetting()) {
        throw new BadSettingException(problem.get().message());
      }
      log.error("Cannot start: {}", problem.get().message());
      return COULD_NOT_START;
    }
    SettingsCheck.warnings(settings).forEach(log::warn);
    KubernetesClient client = ClusterConfig.client(config, proxy, OperatorVersion.text());
    Reflector reflector;
    try {
      reflector = new Reflector(settings, region, client, proxies, Clock.systemUTC(), shutdown);
    } catch (IOException e) {
      log.error("Cannot start: port {}: {}", settings.httpPort(), e.getMessage());
      client.close();
      return COULD_NOT_START;
    }
    shutdown.closing(reflector::close);
    try {
      reflector.start();
    } catch (RuntimeException e) {
      if (!shutdown.hasBegun()) {
        log.error("Cannot start: {}", Causes.rootMessage(e));
        shutdown.failed();
      }
    }
    new CountDownLatch(1).await();
    return 0;
  }

  // With HTTP/2 the API server closes the connection with a refusal of credentials, so the refusal
  // is lost. With the client's default of ten attempts, the check would take 20 s.
  private static Optional<Problem> clusterProblem(
      Config config, @Nullable ProxyServer proxy, Settings settings, Logger log)
      throws ClusterConfigException {
    Config forCheck =
        new ConfigBuilder(config).withHttp2Disable(true).withRequestRetryBackoffLimit(4).build();
    List<String> namespaces = Objects.requireNonNullElse(settings.namespaces(), List.of());
    try (KubernetesClient client = ClusterConfig.client(forCheck, proxy, OperatorVersion.text())) {
      ClusterCheck check = new ClusterCheck(client, proxy == null ? "" : proxy.toString());
      Optional<Problem> problem = check.problem(namespaces, settings.labelSelector());
      if (problem.isEmpty() && settings.leaderElection()) {
        problem = check.leaseProblem(settings.lease(config.getNamespace()));
      }
      if (problem.isEmpty()) {
        check.warnings(namespaces).forEach(log::warn);
      }
      return problem;
    }
  }

  private static void logAs(Settings settings) {
    boolean text =
        settings.logFormat() == LogFormat.TEXT
            || (settings.logFormat() == LogFormat.AUTO && Ansi.AUTO.enabled());
    logAs(text ? "text" : "json", settings.logLevel().name());
  }

  // logback.xml reads these properties, so they are set before the first logger is created.
  private static void logAs(String format, String level) {
    System.setProperty("jobreflector.log.format", format);
    System.setProperty("jobreflector.log.level", level.toUpperCase(Locale.ROOT));
    // OkHttp logs with java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}

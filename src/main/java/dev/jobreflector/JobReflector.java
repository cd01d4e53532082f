package dev.jobreflector;

import dev.jobreflector.Settings.LogFormat;
import dev.jobreflector.reconcile.ClusterCheck;
import dev.jobreflector.sagemaker.DefaultRegion;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The program: reads the settings, checks what it needs, runs until it is told to stop. */
public final class JobReflector {

  private static final int COULD_NOT_START = 1;
  private static final int BAD_SETTING = 2;

  private JobReflector() {}

  /** Runs the operator; see {@code --help}. */
  public static void main(String[] arguments) throws InterruptedException {
    int exitCode = run(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static int run(String... arguments) throws InterruptedException {
    CommandLine parser = SettingsParser.parser(System.getenv());
    Settings settings;
    try {
      settings = SettingsParser.parse(parser, arguments);
    } catch (ParameterException e) {
      System.err.println("job-reflector: " + e.getMessage() + " (see --help)");
      return BAD_SETTING;
    }
    if (CommandLine.printHelpIfRequested(parser.getParseResult())) {
      return 0;
    }
    logAs(settings);
    String region = settings.region() == null ? DefaultRegion.find() : settings.region();
    if (region == null) {
      System.err.println(
          "job-reflector: no AWS region: give --region, or set AWS_REGION (see --help)");
      return BAD_SETTING;
    }
    return runOperator(settings, region);
  }

  private static int runOperator(Settings settings, String region) throws InterruptedException {
    Logger log = LoggerFactory.getLogger(JobReflector.class);
    Config config = Config.autoConfigure(null);
    Optional<String> problem = clusterProblem(config, settings);
    if (problem.isPresent()) {
      log.error("Cannot start: {}", problem.get());
      return COULD_NOT_START;
    }
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    Ending ending = new Ending();
    Reflector reflector;
    try {
      reflector = new Reflector(settings, region, client, Clock.systemUTC(), ending);
    } catch (IOException e) {
      log.error("Cannot start: port {}: {}", settings.httpPort(), e.getMessage());
      client.close();
      return COULD_NOT_START;
    }
    ending.closing(reflector);
    try {
      reflector.start();
    } catch (RuntimeException e) {
      log.error("Cannot start: {}", RootCause.message(e));
      ending.failed();
    }
    new CountDownLatch(1).await();
    return 0;
  }

  private static List<String> namespaces(Settings settings) {
    List<String> named = settings.namespaces();
    return named == null ? List.of() : named;
  }

  // Over HTTP/2 a refusal of credentials is lost, since the API server closes the connection with
  // it; and the client's ten attempts would take 20 seconds.
  private static Optional<String> clusterProblem(Config config, Settings settings) {
    Config forCheck =
        new ConfigBuilder(config).withHttp2Disable(true).withRequestRetryBackoffLimit(4).build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(forCheck).build()) {
      return new ClusterCheck(client).problem(namespaces(settings));
    }
  }

  // Read by logback.xml, so before the first logger is made.
  private static void logAs(Settings settings) {
    boolean text =
        settings.logFormat() == LogFormat.TEXT
            || (settings.logFormat() == LogFormat.AUTO && Ansi.AUTO.enabled());
    System.setProperty("jobreflector.log.format", text ? "text" : "json");
    System.setProperty(
        "jobreflector.log.level", settings.logLevel().name().toUpperCase(Locale.ROOT));
  }
}

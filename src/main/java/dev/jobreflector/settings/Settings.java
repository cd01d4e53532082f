package dev.jobreflector.settings;

import dev.jobreflector.cluster.LeaseKey;
import dev.jobreflector.decision.Redaction;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All settings of the operator. Each flag has an environment variable of the same name. */
@Command(
    name = "job-reflector",
    mixinStandardHelpOptions = true,
    versionProvider = OperatorVersion.class,
    sortOptions = false,
    usageHelpWidth = 100,
    description = "Reflects SageMaker optimization jobs as OptimizationJob resources.",
    footer = {
      "",
      "Each flag has an environment variable, such as JOBREFLECTOR_RESYNC_PERIOD for",
      "--resync-period. If both are set, the flag wins. Durations are like 30s, 5m or 1h, and at",
      "most 24h.",
      "",
      "The operator finds the API server by KUBECONFIG, by ~/.kube/config or from inside the cluster.",
      "AWS's own variables configure AWS: AWS_REGION, AWS_ENDPOINT_URL_SAGEMAKER, AWS_PROFILE, ...",
      "",
      "Exit code: 0 stopped on request, 1 could not start, or lost its lease or its watch, 2 a bad",
      "setting."
    })
public final class Settings implements CommandSettings {

  private static final Duration DEFAULT_RESYNC_PERIOD = Duration.ofSeconds(30);

  @Option(
      names = "--namespaces",
      split = ",",
      paramLabel = "NAME",
      description = "Namespaces to watch, separated by commas. Default: all.")
  private @Nullable List<String> namespaces;

  @Option(
      names = "--label-selector",
      paramLabel = "SELECTOR",
      description =
          "Reflect only resources that match this label selector, such as those of one"
              + " shard. Default: all.")
  private @Nullable String labelSelector;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description =
          "AWS region of resources without spec.region. Default: AWS's own (AWS_REGION, profile,"
              + " instance).")
  private @Nullable String region;

  @Option(
      names = "--allowed-regions",
      split = ",",
      paramLabel = "REGION",
      description =
          "AWS regions that spec.region may name, separated by commas. Default:"
              + " --region alone.")
  private @Nullable List<String> allowedRegions;

  @Option(
      names = "--resync-period",
      paramLabel = "DURATION",
      description =
          "Target time between two polls of an unfinished job. It has no effect if the resource"
              + " sets spec.resyncPeriodSeconds, or if --freshness is shorter and not 0s. Default:"
              + " 30s, or --freshness if that is longer.")
  private @Nullable Duration resyncPeriod;

  @Option(
      names = "--freshness",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description =
          "Target time from a change of an unfinished job in AWS to its status, within"
              + " --aws-rate. The operator uses list calls when they need fewer requests. 0s: no"
              + " list calls; --resync-period applies. Default: 10s.")
  private Duration freshness = Duration.ZERO;

  @Option(
      names = "--grace-time",
      paramLabel = "DURATION",
      defaultValue = "60s",
      description =
          "How long a job may be absent, or its polls may fail, before condition Synced becomes"
              + " False. Default: 60s.")
  private Duration graceTime = Duration.ZERO;

  @Option(
      names = "--retry-period",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description =
          "Wait before an absent job is polled again. It doubles, up to 15m. A failed poll is"
              + " retried after a third of it. Default: 30s.")
  private Duration retryPeriod = Duration.ZERO;

  @Option(
      names = "--aws-rate",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Maximum requests per second to AWS, for each account and region. Default: 1.")
  private double awsRate;

  @Option(
      names = "--aws-burst",
      paramLabel = "NUMBER",
      description =
          "Maximum requests at once, for each account and region. Default: 2, or --aws-rate if"
              + " that is higher.")
  private @Nullable Integer awsBurst;

  @Option(
      names = "--redaction",
      paramLabel = "MODE",
      defaultValue = "REDACTED",
      description =
          "How status shows environment variables: redacted (hides values that look like"
              + " secrets), names (hides every value) or all (hides nothing). Default: redacted.")
  private Redaction redaction = Redaction.REDACTED;

  @Option(
      names = "--leader-election",
      arity = "1",
      paramLabel = "true|false",
      defaultValue = "true",
      description = "Whether replicas elect a leader. Only the leader reflects. Default: true.")
  private boolean leaderElection;

  @Option(
      names = "--lease-name",
      paramLabel = "NAME",
      defaultValue = "job-reflector",
      description = "Name of the lease. Each shard needs its own. Default: job-reflector.")
  private String leaseName = "job-reflector";

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAME",
      description = "Namespace of the lease. Default: the operator's own.")
  private @Nullable String leaseNamespace;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of /healthz, /readyz and /metrics; 0 for any free port. Default: 8080.")
  private int httpPort;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "AUTO",
      description =
          "Log format: json, text or auto (text on a terminal, else json). Default:" + " auto.")
  private LogFormat logFormat = LogFormat.AUTO;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = "Log level: error, warn, info, debug or trace. Default: info.")
  private LogLevel logLevel = LogLevel.INFO;

  /** The log format. */
  public enum LogFormat {
    AUTO,
    JSON,
    TEXT
  }

  /** The log level. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** The namespaces to watch; null for all. */
  public @Nullable List<String> namespaces() {
    return namespaces;
  }

  /** The region that was set; null for AWS's own default. */
  public @Nullable String region() {
    return region;
  }

  /** The regions that resources may name; null for only the default region. */
  public @Nullable List<String> allowedRegions() {
    return allowedRegions;
  }

  /** The wanted time between two polls of an unfinished job: as set, or by default. */
  public Duration resyncPeriod() {
    if (resyncPeriod != null) {
      return resyncPeriod;
    }
    // A shorter default would poll more often than the freshness needs.
    return freshness.compareTo(DEFAULT_RESYNC_PERIOD) > 0 ? freshness : DEFAULT_RESYNC_PERIOD;
  }

  /** The resync period that was set; null if none was. */
  @Nullable Duration givenResyncPeriod() {
    return resyncPeriod;
  }

  /** How soon a change of an unfinished job should be shown; zero turns lists off. */
  public Duration freshness() {
    return freshness;
  }

  /** How long a failure lasts before the operator shows it. */
  public Duration graceTime() {
    return graceTime;
  }

  /** The most requests per second for each account and region. */
  public double awsRate() {
    return awsRate;
  }

  /** The part of a job's environment variables that the operator shows. */
  public Redaction redaction() {
    return redaction;
  }

  /** Whether replicas elect a leader. Only the leader reflects. */
  public boolean leaderElection() {
    return leaderElection;
  }

  /** The lease's namespace; null for the operator's own. */
  public @Nullable String leaseNamespace() {
    return leaseNamespace;
  }

  /** The log format. */
  public LogFormat logFormat() {
    return logFormat;
  }

  /** The log level. */
  public LogLevel logLevel() {
    return logLevel;
  }

  /** The label selector of resources to reflect; null for all resources. */
  public @Nullable String labelSelector() {
    return labelSelector;
  }

  /** The wait before the operator polls an absent job again. */
  public Duration retryPeriod() {
    return retryPeriod;
  }

  /** The name of the lease. */
  public String leaseName() {
    return leaseName;
  }

  /** The port of the HTTP endpoints; 0 for any. */
  public int httpPort() {
    return httpPort;
  }

  /** The most requests at once for each account and region: as set, or by default. */
  public int burst() {
    return awsBurst == null ? Math.max(2, (int) Math.ceil(awsRate)) : awsBurst;
  }

  /**
   * The lease that decides which replica leads.
   *
   * @param ownNamespace the operator's own namespace; null if not known, which means {@code
   *     default}
   */
  public LeaseKey lease(@Nullable String ownNamespace) {
    String namespace = leaseNamespace == null ? ownNamespace : leaseNamespace;
    return new LeaseKey(namespace == null ? "default" : namespace, leaseName);
  }
}

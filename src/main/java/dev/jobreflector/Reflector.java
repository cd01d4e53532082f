package dev.jobreflector;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.cluster.LeaderState;
import dev.jobreflector.cluster.Leadership;
import dev.jobreflector.cluster.LeaseKey;
import dev.jobreflector.cluster.ResourceCache;
import dev.jobreflector.cluster.UnreadableResources;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.Reflection;
import dev.jobreflector.decision.ReflectionPolicy;
import dev.jobreflector.failure.Causes;
import dev.jobreflector.polling.CredentialsCheck;
import dev.jobreflector.polling.JobPolls;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.reconcile.EventWriter;
import dev.jobreflector.reconcile.ObservationEventSource;
import dev.jobreflector.reconcile.OptimizationJobReconciler;
import dev.jobreflector.reconcile.StatusWriter;
import dev.jobreflector.sagemaker.SageMakerConnection;
import dev.jobreflector.sagemaker.SageMakerGateway;
import dev.jobreflector.sagemaker.UnknownMemberListener;
import dev.jobreflector.sagemaker.UnknownMemberLog;
import dev.jobreflector.settings.Settings;
import dev.jobreflector.telemetry.HttpEndpoints;
import dev.jobreflector.telemetry.ReflectorMeters;
import dev.jobreflector.telemetry.ResourceGauges;
import dev.jobreflector.telemetry.RuntimeMeters;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator. Creates all parts and connects them. */
final class Reflector implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reflector.class);

  private static final Duration LONGEST_RETRY = Duration.ofMinutes(15);
  private static final Duration RECONCILES_END_WITHIN = Duration.ofSeconds(3);
  private static final Duration CACHES_SYNC_WITHIN = Duration.ofMinutes(10);
  private static final int RECONCILE_THREADS = 32;
  private static final String RESOURCE_COUNT = MicrometerMetricsV2.NUMBER_OF_RESOURCE_GAUGE;

  private final Settings settings;
  private final String region;
  private final KubernetesClient client;
  private final PrometheusMeterRegistry registry;
  private final LeaderState leader = new LeaderState();
  private final ReflectorMeters meters;
  private final JobPolls polls;
  private final @Nullable Leadership leadership;
  private final Operator operator;
  private final HttpEndpoints endpoints;
  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates the operator; {@link #start} runs it.
   *
   * @param region the AWS region of resources that set no region
   * @param client the client; {@link #close} closes it
   * @param proxies the proxies for requests to AWS
   * @param shutdown ends the process if the operator cannot continue
   * @throws IOException if the operator cannot listen on the HTTP port
   */
  Reflector(
      Settings settings,
      String region,
      KubernetesClient client,
      Proxies proxies,
      Clock clock,
      Shutdown shutdown)
      throws IOException {
    this.settings = settings;
    this.region = region;
    this.client = client;
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    // JOSDK's gauge counts resources on standby replicas too; jobreflector_jobs counts only those
    // of the leader.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith(RESOURCE_COUNT));
    Clock steady = new SteadyClock(clock);
    ResourceCache resources = new ResourceCache();
    this.meters = new ReflectorMeters(registry, resources::namespaces, steady);
    meters.leader(leader::isLeading);
    RuntimeMeters.bind(registry);
    String identity = identity();
    UnknownMemberListener unknownMembers = new UnknownMemberLog(meters::unknownMember);
    UnreadableResources unreadable = new UnreadableResources();
    meters.unreadableResources(unreadable::count);
    ObservationEventSource observations = new ObservationEventSource();
    Reflection reflection = new Reflection(policy(settings, region));
    FinishedJobs finishedJobs = new FinishedJobs(observations, reflection, leader);
    this.polls =
        new JobPolls(
            accountRegion -> gateway(accountRegion, proxies, steady, unknownMembers),
            settings.awsRate(),
            settings.burst(),
            new PollReporter(observations, finishedJobs, meters),
            steady,
            settings.graceTime(),
            settings.freshness());
    OptimizationJobReconciler reconciler =
        new OptimizationJobReconciler(
            reflection,
            polls,
            resources,
            unreadable,
            observations,
            new EventWriter(client, identity, clock, meters::kubernetesWrite),
            new StatusWriter(
                client, resources, meters::kubernetesWrite, new DecisionRecord(meters, clock)),
            clock);
    this.leadership = settings.leaderElection() ? leadership(identity, shutdown) : null;
    this.operator = new Operator(configuration -> configure(configuration, shutdown));
    operator.register(reconciler, resources.usedBy(configuration(reconciler)));
    LeaderMetrics figures = new LeaderMetrics(resources, polls, leader);
    ResourceGauges gauges = new ResourceGauges(registry, figures::jobCounts, figures::pollFigures);
    this.endpoints =
        new HttpEndpoints(settings.httpPort(), ready::get, () -> gauges.refreshed(this::scrape));
  }

  /** Starts the operator. Returns when the caches are synced. */
  void start() {
    operator.start();
    JosdkScheduler.keepThread(operator.getConfigurationService());
    if (leadership == null) {
      leader.lead();
    }
    ready.set(true);
    Thread credentialsCheck = new Thread(this::checkCredentials, "credentials-check");
    credentialsCheck.setDaemon(true);
    credentialsCheck.start();
    log.info(
        "Reflecting {} resources in {}; http port {}",
        OptimizationJob.KIND,
        settings.namespaces() == null
            ? "all namespaces"
            : "namespaces " + String.join(", ", settings.namespaces()),
        endpoints.port());
  }

  /** The port of /healthz, /readyz and /metrics. */
  int httpPort() {
    return endpoints.port();
  }

  /**
   * Stops the operator. Begins nothing new, waits up to 3 s for running reconciles, and releases
   * the lease.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    boolean started = ready.getAndSet(false);
    if (leadership != null) {
      leadership.stopping();
    }
    polls.close();
    // Before the start has ended, nothing is reconciled and no lease is held.
    if (started) {
      operator.stop();
      if (leadership != null) {
        leadership.release();
      }
    }
    endpoints.close();
    client.close();
    log.info("Stopped");
  }

  private String scrape() {
    meters.expire();
    return registry.scrape();
  }

  // Providers may take seconds to find no credentials, so this check has its own thread.
  private void checkCredentials() {
    CredentialsCheck check =
        polls.checkCredentials(new AccountRegion(AccountRegion.OPERATOR, region));
    if (check.found()) {
      log.info("{}", check.message());
    } else {
      log.error("{}", check.message());
    }
  }

  private SageMakerGateway gateway(
      AccountRegion accountRegion,
      Proxies proxies,
      Clock clock,
      UnknownMemberListener unknownMembers) {
    return new SageMakerGateway(
        SageMakerConnection.of(accountRegion.region(), proxies),
        clock,
        (operation, outcome, region, duration) ->
            meters.awsRequest(operation, outcome.word(), region, duration),
        unknownMembers);
  }

  private void configure(ConfigurationServiceOverrider configuration, Shutdown shutdown) {
    configuration
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withResourceCloner(ResourceCache.cloner(client.getKubernetesSerialization()))
        .checkingCRDAndValidateLocalModel(false)
        .withConcurrentReconciliationThreads(RECONCILE_THREADS)
        .withReconciliationTerminationTimeout(RECONCILES_END_WITHIN)
        .withCacheSyncTimeout(CACHES_SYNC_WITHIN)
        .withInformerStoppedHandler(
            (informer, failure) -> informerEnded(informer, failure, shutdown))
        .withMetrics(MicrometerMetricsV2.newBuilder(registry).build());
    if (leadership != null) {
      configuration.withLeaderElectionConfiguration(leadership.configuration());
    }
  }

  // An informer that fails before it has synced makes the start fail. An informer that is stopped
  // has no failure.
  private static void informerEnded(
      SharedIndexInformer<?> informer, @Nullable Throwable failure, Shutdown shutdown) {
    if (failure != null && informer.hasSynced()) {
      log.error(
          "The watch of {} resources failed and cannot be restarted. The operator exits: {}",
          OptimizationJob.KIND,
          Causes.rootMessage(failure));
      shutdown.failed();
    }
  }

  private ControllerConfiguration<OptimizationJob> configuration(
      OptimizationJobReconciler reconciler) {
    ControllerConfigurationOverrider<OptimizationJob> overrider =
        ControllerConfigurationOverrider.override(
            operator.getConfigurationService().getConfigurationFor(reconciler));
    OptimizationJobReconciler.configure(overrider);
    List<String> namespaces = settings.namespaces();
    if (namespaces == null) {
      overrider.watchingAllNamespaces();
    } else {
      overrider.settingNamespaces(Set.copyOf(namespaces));
    }
    if (settings.labelSelector() != null) {
      overrider.withLabelSelector(settings.labelSelector());
    }
    return overrider.build();
  }

  private Leadership leadership(String identity, Shutdown shutdown) {
    LeaseKey lease = settings.lease(client.getConfiguration().getNamespace());
    return new Leadership(client, lease, identity, leader, shutdown::atOnce);
  }

  private static ReflectionPolicy policy(Settings settings, String region) {
    Set<String> allowed = new HashSet<>(Set.of(region));
    if (settings.allowedRegions() != null) {
      allowed.addAll(settings.allowedRegions());
    }
    return new ReflectionPolicy(
        region,
        allowed,
        settings.resyncPeriod(),
        settings.freshness(),
        settings.graceTime(),
        settings.retryPeriod(),
        LONGEST_RETRY,
        settings.redaction());
  }

  // The pod's name with a random suffix, since an earlier pod may have had the same name.
  private static String identity() {
    String host = System.getenv("HOSTNAME");
    String start = host == null || host.isBlank() ? "job-reflector" : host;
    return start + "-" + UUID.randomUUID().toString().substring(0, 8);
  }
}

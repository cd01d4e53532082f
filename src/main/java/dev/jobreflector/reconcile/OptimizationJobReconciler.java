package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.cluster.ApiFailure;
import dev.jobreflector.cluster.CachedJob;
import dev.jobreflector.cluster.ClusterConfig;
import dev.jobreflector.cluster.ResourceCache;
import dev.jobreflector.cluster.UnreadableResourceException;
import dev.jobreflector.cluster.UnreadableResources;
import dev.jobreflector.decision.Decision;
import dev.jobreflector.decision.ForeignStatus;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.ReconcileInput;
import dev.jobreflector.decision.Reflection;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.failure.Causes;
import dev.jobreflector.polling.JobPolls;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Updates a resource to show what the polls know of its job. Never calls AWS and never waits for
 * AWS: it registers a poll request, and the observation of that poll triggers the next reconcile.
 * Polls do not wait for writes, which may fail for any length of time.
 */
public final class OptimizationJobReconciler implements Reconciler<OptimizationJob> {

  /**
   * The page size of the informer's first list, as in client-go. A page's JSON is in memory as a
   * whole until it is parsed. Each page costs the API server about 18 ms in addition to its
   * resources.
   */
  private static final long LIST_PAGE = 500;

  private static final Logger log = LoggerFactory.getLogger(OptimizationJobReconciler.class);

  /** Time for the cache to receive the version that caused the conflict. */
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(500);

  /** Limits the writes if another client keeps changing the status. */
  private static final Duration BETWEEN_REPAIRS = Duration.ofSeconds(10);

  private final Reflection reflection;
  private final JobPolls polls;
  private final ResourceCache cache;
  private final UnreadableResources unreadable;
  private final RepairPace repairs = new RepairPace(BETWEEN_REPAIRS);
  private final ObservationEventSource observations;
  private final EventWriter events;
  private final StatusWriter statuses;
  private final Clock clock;

  /** Creates a reconciler. */
  public OptimizationJobReconciler(
      Reflection reflection,
      JobPolls polls,
      ResourceCache cache,
      UnreadableResources unreadable,
      ObservationEventSource observations,
      EventWriter events,
      StatusWriter statuses,
      Clock clock) {
    this.reflection = reflection;
    this.polls = polls;
    this.cache = cache;
    this.unreadable = unreadable;
    this.observations = observations;
    this.events = events;
    this.statuses = statuses;
    this.clock = clock;
  }

  /** Configures the controller. The reconciler depends on these settings to be correct. */
  public static void configure(ControllerConfigurationOverrider<OptimizationJob> controller) {
    controller
        .withName("optimizationjob")
        .withFieldManager(ClusterConfig.FIELD_MANAGER)
        .withGenerationAware(false)
        .withOnUpdateFilter(OptimizationJobReconciler::needsReconcile)
        .withInformerListLimit(LIST_PAGE)
        .withRateLimiter(new NoRateLimit())
        .withRetry(new UnlimitedRetry())
        .withReconciliationMaxInterval(null);
  }

  @Override
  public List<EventSource<?, OptimizationJob>> prepareEventSources(
      EventSourceContext<OptimizationJob> context) {
    observations.connect(context.getPrimaryCache(), this::forget);
    return List.of(observations);
  }

  @Override
  public UpdateControl<OptimizationJob> reconcile(
      OptimizationJob resource, Context<OptimizationJob> context) {
    CachedJob cached = (CachedJob) resource;
    return reflect(cached, cached.unpacked(), context);
  }

  private UpdateControl<OptimizationJob> reflect(
      CachedJob cached, OptimizationJob resource, Context<OptimizationJob> context) {
    ResourceKey key = keyOf(resource);
    cache.recognize(resource);
    ForeignStatus foreign = cache.foreignStatus(resource);
    JobKey job = reflection.jobOf(resource, foreign);
    ReconcileInput input =
        new ReconcileInput(resource, foreign, polls.snapshot(key, job), clock.instant());
    unreadable.remove(key);
    Decision decision = reflection.decide(input);
    PollRequest pollRequest = decision.pollRequest();
    // Before any write, so that polls continue even if the API server refuses the write.
    if (pollRequest != null) {
      register(pollRequest, resource, context);
    } else if (job == null || input.suspended()) {
      polls.forget(key);
    }
    Optional<Duration> wait = write(cached, key, input, decision);
    if (wait.isPresent()) {
      return UpdateControl.<OptimizationJob>noUpdate().rescheduleAfter(wait.get());
    }
    // A finished job is forgotten only after its status is written, since a retry needs its
    // observation.
    if (pollRequest == null) {
      polls.forget(key);
    } else if (!pollRequest.written()) {
      register(pollRequest.asWritten(), resource, context);
    }
    return UpdateControl.noUpdate();
  }

  /**
   * Creates the Events and writes the status. Returns how long to wait if that is not possible yet.
   */
  private Optional<Duration> write(
      CachedJob cached, ResourceKey key, ReconcileInput input, Decision decision) {
    OptimizationJob resource = input.resource();
    boolean foreign = input.foreign() != null;
    if (Reflection.isShown(input, decision)) {
      if (foreign && input.polls().job().newest() != null) {
        cache.confirmed(resource);
      }
      return Optional.empty();
    }
    if (foreign) {
      Optional<Duration> pause = repairs.pause(key, input.now());
      if (pause.isPresent()) {
        return pause;
      }
      logForeign(cached);
    }
    events.create(resource, decision.announcements());
    if (!statuses.write(resource, decision)) {
      return Optional.of(AFTER_CONFLICT);
    }
    if (foreign) {
      repairs.repaired(key, input.now());
    }
    return Optional.empty();
  }

  private static void logForeign(CachedJob resource) {
    String problem = resource.statusProblem();
    log.warn(
        "{}/{}: {}; the operator writes its status again",
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        problem == null
            ? "another client changed the status"
            : "the stored status cannot be read (" + problem + ")");
  }

  /**
   * Logs failures in place of JOSDK, whose log is turned off. Logs a refused write once until it
   * succeeds. Logs an unreadable resource at each change, since only a change helps. Logs any other
   * failure at each attempt.
   */
  @Override
  public ErrorStatusUpdateControl<OptimizationJob> updateErrorStatus(
      OptimizationJob resource, Context<OptimizationJob> context, Exception failure) {
    String namespace = resource.getMetadata().getNamespace();
    String name = resource.getMetadata().getName();
    var unreadable = Causes.first(failure, UnreadableResourceException.class);
    if (unreadable != null) {
      log.warn(
          "{}/{} cannot be read. The operator does not reflect it until it is corrected: {}",
          namespace,
          name,
          unreadable.getMessage());
      ResourceKey key = new ResourceKey(namespace, name);
      this.unreadable.add(key);
      polls.forget(key);
      return ErrorStatusUpdateControl.<OptimizationJob>noStatusUpdate().withNoRetry();
    }
    var refused = Causes.first(failure, KubernetesClientException.class);
    if (refused == null) {
      log.error("The reconcile of {}/{} failed; the operator retries", namespace, name, failure);
    } else {
      boolean told = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) > 0;
      log.atLevel(told || ApiFailure.isInterruption(failure) ? Level.DEBUG : Level.WARN)
          .log(
              "A write for {}/{} failed. The operator retries until it succeeds: {}",
              namespace,
              name,
              ApiFailure.text(refused));
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  // If the resource was deleted during this reconcile, it was forgotten before it was registered,
  // so it is forgotten once more. A resource recreated under the name is reconciled after this.
  private void register(
      PollRequest pollRequest, OptimizationJob resource, Context<OptimizationJob> context) {
    ResourceKey key = keyOf(resource);
    polls.register(key, pollRequest);
    String uid = resource.getMetadata().getUid();
    if (context
        .getPrimaryCache()
        .get(new ResourceID(key.name(), key.namespace()))
        .filter(present -> present.getMetadata().getUid().equals(uid))
        .isEmpty()) {
      polls.forget(key);
    }
  }

  /** Forgets a resource that is deleted. */
  private void forget(ResourceKey key) {
    polls.forget(key);
    unreadable.remove(key);
    cache.forget(key);
  }

  private static ResourceKey keyOf(OptimizationJob resource) {
    return new ResourceKey(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /**
   * True for a change of the spec or the reconcile request, a status that another client wrote, or
   * a resource recreated under the name.
   */
  private static boolean needsReconcile(OptimizationJob updated, OptimizationJob old) {
    return ((CachedJob) updated).isStatusForeign()
        || !updated.getMetadata().getUid().equals(old.getMetadata().getUid())
        || !Objects.equals(updated.getMetadata().getGeneration(), old.getMetadata().getGeneration())
        || !Objects.equals(requested(updated), requested(old));
  }

  private static @Nullable String requested(OptimizationJob resource) {
    var annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(OptimizationJob.RECONCILE_REQUESTED_AT);
  }
}

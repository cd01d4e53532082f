package dev.jobreflector.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by a lease which replica leads. The lease does not stop the writes of an old leader: the
 * API server refuses them by their resourceVersion. Still, a replica that lost its lease must exit.
 */
public final class Leadership {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  // The client's ten attempts would take longer than a pod has to stop.
  private static final RequestConfig AT_ONCE =
      new RequestConfigBuilder().withRequestTimeout(1000).withRequestRetryBackoffLimit(0).build();

  private final KubernetesClient client;
  private final LeaseKey lease;
  private final String identity;
  private final LeaderState state;
  private final Runnable lost;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * Creates the leadership of a replica that does not lead yet.
   *
   * @param identity identifies this replica; unique among all replicas
   * @param state the state of this replica; this class updates it with the lease
   * @param lost runs if the replica loses the lease while it is not stopping
   */
  public Leadership(
      KubernetesClient client, LeaseKey lease, String identity, LeaderState state, Runnable lost) {
    this.client = client;
    this.lease = lease;
    this.identity = identity;
    this.state = state;
    this.lost = lost;
  }

  /** The configuration of leader election. {@link #stopped} ends a process that lost its lease. */
  public LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.name())
        .withLeaseNamespace(lease.namespace())
        .withIdentity(identity)
        .withLeaseDuration(LEASE_DURATION)
        .withRenewDeadline(RENEW_DEADLINE)
        .withRetryPeriod(RETRY_PERIOD)
        .withLeaderCallbacks(new LeaderCallbacks(this::started, this::stopped, leader -> {}))
        .build();
  }

  /** Records that the operator stops, so the end of its leadership is no error. */
  public void stopping() {
    stopping.set(true);
  }

  /**
   * Releases the lease if this replica holds it, so that another replica can lead at once. Gives up
   * within 2 s if the API server does not answer.
   */
  public void release() {
    try {
      boolean released =
          client
              .adapt(NamespacedKubernetesClient.class)
              .withRequestConfig(AT_ONCE)
              .call(this::release);
      if (released) {
        log.info("Lease {} released", lease);
      }
    } catch (KubernetesClientException e) {
      log.warn("The lease could not be released; it expires by itself: {}", ApiFailure.text(e));
    }
  }

  private boolean release(KubernetesClient impatient) {
    Lease held = impatient.leases().inNamespace(lease.namespace()).withName(lease.name()).get();
    if (held == null || !identity.equals(held.getSpec().getHolderIdentity())) {
      return false;
    }
    held.getSpec().setHolderIdentity("");
    held.getSpec().setLeaseDurationSeconds(1);
    impatient.resource(held).update();
    return true;
  }

  private void started() {
    state.lead();
    log.info("This replica leads (lease {})", lease);
  }

  private void stopped() {
    state.resign();
    if (!stopping.get()) {
      log.error(
          "Lease {} lost. The operator exits, because only the holder of the lease may reflect",
          lease);
      lost.run();
    }
  }
}

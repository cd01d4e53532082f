package dev.jobreflector.reconcile;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which replica reflects. A lease decides it, and does not fence: what keeps a deposed leader from
 * doing harm is the resourceVersion its writes carry. Still, one that lost its lease must end.
 */
public final class Leadership {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final String leaseNamespace;
  private final String leaseName;
  private final String identity;
  private final Consumer<Boolean> leading;
  private final Runnable lost;
  private final AtomicBoolean leads = new AtomicBoolean();
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * A replica that does not lead yet.
   *
   * @param identity tells this replica from every other
   * @param leading is told when this replica begins and ceases to lead
   * @param lost is run where the lease is lost though nobody asked to stop
   */
  public Leadership(
      KubernetesClient client,
      String leaseNamespace,
      String leaseName,
      String identity,
      Consumer<Boolean> leading,
      Runnable lost) {
    this.client = client;
    this.leaseNamespace = leaseNamespace;
    this.leaseName = leaseName;
    this.identity = identity;
    this.leading = leading;
    this.lost = lost;
  }

  /** How the operator elects its leader; {@link #stopped} ends a process that lost its lease. */
  public LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(leaseName)
        .withLeaseNamespace(leaseNamespace)
        .withIdentity(identity)
        .withLeaseDuration(LEASE_DURATION)
        .withRenewDeadline(RENEW_DEADLINE)
        .withRetryPeriod(RETRY_PERIOD)
        .withLeaderCallbacks(new LeaderCallbacks(this::started, this::stopped, leader -> {}))
        .build();
  }

  /** From now on, ceasing to lead is on purpose. */
  public void stopping() {
    stopping.set(true);
  }

  /** Gives the lease back, if this replica holds it, so that another need not wait for its end. */
  public void release() {
    try {
      var leases = client.leases().inNamespace(leaseNamespace).withName(leaseName);
      Lease lease = leases.get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity("");
        lease.getSpec().setLeaseDurationSeconds(1);
        client.resource(lease).update();
        log.info("Lease {}/{} released", leaseNamespace, leaseName);
      }
    } catch (KubernetesClientException e) {
      log.warn("The lease could not be released, it will run out: {}", e.getMessage());
    }
  }

  private void started() {
    leads.set(true);
    leading.accept(true);
    log.info("This replica leads (lease {}/{})", leaseNamespace, leaseName);
  }

  private void stopped() {
    if (leads.getAndSet(false)) {
      leading.accept(false);
    }
    if (!stopping.get()) {
      log.error(
          "Lease {}/{} lost: ending, so that only its holder reflects", leaseNamespace, leaseName);
      lost.run();
    }
  }
}

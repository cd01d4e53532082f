package dev.jobreflector;

import dev.jobreflector.decision.AccountHealth;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.polling.PollListener;
import dev.jobreflector.reconcile.ObservationEventSource;
import dev.jobreflector.schedule.FinishedJob;
import dev.jobreflector.schedule.ListDegradation;
import dev.jobreflector.telemetry.ReflectorMeters;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what the polls find: to the reconciler, to the log and to the metrics. */
final class PollReporter implements PollListener {

  private static final Logger log = LoggerFactory.getLogger(PollReporter.class);

  private final ObservationEventSource observations;
  private final FinishedJobs finishedJobs;
  private final ReflectorMeters meters;

  PollReporter(
      ObservationEventSource observations, FinishedJobs finishedJobs, ReflectorMeters meters) {
    this.observations = observations;
    this.finishedJobs = finishedJobs;
    this.meters = meters;
  }

  @Override
  public void reconcile(Set<ResourceKey> resources) {
    observations.reconcile(resources);
  }

  @Override
  public Collection<FinishedJob> finishedJobs(AccountRegion accountRegion) {
    return finishedJobs.in(accountRegion);
  }

  @Override
  public void listDegraded(AccountRegion accountRegion, ListDegradation degradation, String why) {
    String what =
        switch (degradation) {
          case UNUSABLE ->
              "Lists of jobs in {} are not usable. The operator polls each unfinished job individually: {}";
          case INCOMPLETE ->
              "Lists of jobs in {} omit unfinished jobs. The operator polls these individually: {}";
          case AUDIT_WITHOUT_LISTS ->
              "Lists of jobs in {} are not usable. The operator describes each finished job to check it: {}";
        };
    log.warn(what, accountRegion.region(), why);
  }

  @Override
  public void budgetWaited(Duration wait) {
    meters.budgetWait(wait);
  }

  @Override
  public void accountFailing(
      AccountRegion accountRegion, AccountHealth health, int waitingResources) {
    log.warn(
        "Calls to SageMaker in {} fail; {}: {}",
        accountRegion.region(),
        waitingResources == 1
            ? "1 unfinished resource waits"
            : waitingResources + " unfinished resources wait",
        health.failure() == null ? "" : health.failure().message());
  }

  @Override
  public void accountRecovered(AccountRegion accountRegion) {
    log.info("SageMaker in {} answers again", accountRegion.region());
  }
}

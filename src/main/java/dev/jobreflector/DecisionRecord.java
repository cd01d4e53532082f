package dev.jobreflector;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.decision.Announcement;
import dev.jobreflector.decision.Decision;
import dev.jobreflector.reconcile.StatusWriter.DecisionsShown;
import dev.jobreflector.telemetry.ReflectorMeters;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Records each written decision: logs each Event, at WARN if it is a Warning, and measures the
 * delay of each transition.
 */
final class DecisionRecord implements DecisionsShown {

  private static final Logger log = LoggerFactory.getLogger(DecisionRecord.class);

  private final ReflectorMeters meters;
  private final Clock clock;

  DecisionRecord(ReflectorMeters meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public void shown(OptimizationJob written, Decision decision) {
    String namespace = written.getMetadata().getNamespace();
    String name = written.getMetadata().getName();
    Decision.Transition transition = decision.transition();
    if (transition != null) {
      Duration delay = Duration.between(transition.enteredTime(), clock.instant());
      String region = decision.status().region();
      meters.transition(namespace, region == null ? "" : region, transition.to(), delay);
    }
    for (Announcement announcement : decision.announcements()) {
      log.atLevel(announcement.warning() ? Level.WARN : Level.INFO)
          .addKeyValue("namespace", namespace)
          .addKeyValue("name", name)
          .addKeyValue("reason", announcement.reason())
          .log("{}/{} {}: {}", namespace, name, announcement.reason(), announcement.note());
    }
  }
}

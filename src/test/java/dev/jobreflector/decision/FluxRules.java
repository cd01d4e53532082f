package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules for conditions that Flux's own controllers are checked by (fluxcd/pkg,
 * runtime/conditions/check, FAIL0001 to FAIL0010).
 *
 * <p>Two of them hold in another form, because a job's end is awaited here, not the handling of a
 * spec: while Reconciling, Ready is Unknown, not False (0003), and observedGeneration is current
 * (0010 wants it behind).
 */
final class FluxRules {

  private FluxRules() {}

  /** The rules that the resource breaks; none where all is well. */
  static List<String> broken(OptimizationJob resource) {
    OptimizationJobStatus status = resource.getStatus();
    Map<String, Condition> conditions =
        status.conditions().stream()
            .collect(Collectors.toMap(Condition::type, Function.identity()));
    String ready = status(conditions, "Ready");
    boolean reconciling = conditions.containsKey("Reconciling");
    boolean stalled = conditions.containsKey("Stalled");
    long generation = resource.getMetadata().getGeneration();
    long observed = Objects.requireNonNull(status.observedGeneration());
    List<String> broken = new ArrayList<>();
    if (ready.equals("True") && (reconciling || stalled || conditions.containsKey("Failed"))) {
      broken.add("0001: a condition of negative polarity is True with Ready");
    }
    if (ready.equals("-")) {
      broken.add("0002: Ready is absent");
    }
    if (reconciling && !ready.equals("Unknown")) {
      broken.add("0003: Ready is not Unknown while Reconciling");
    }
    if (stalled && !ready.equals("False")) {
      broken.add("0004: Ready is not False while Stalled");
    }
    if (reconciling && stalled) {
      broken.add("0005: Reconciling and Stalled at once");
    }
    if (observed > generation) {
      broken.add("0006: observedGeneration is from the future");
    }
    if (ready.equals("True") && observed < generation) {
      broken.add("0007: Ready for a spec that was not observed");
    }
    boolean onlyDefaulted = observed == -1;
    for (Condition condition : conditions.values()) {
      Long of = condition.observedGeneration();
      if (!onlyDefaulted && (of == null || of != observed)) {
        broken.add("0008, 0009: " + condition.type() + " was observed for another generation");
      }
    }
    return broken;
  }

  private static String status(Map<String, Condition> conditions, String type) {
    Condition condition = conditions.get(type);
    return condition == null ? "-" : condition.status();
  }
}

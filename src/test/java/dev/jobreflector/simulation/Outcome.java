package dev.jobreflector.simulation;

import dev.jobreflector.measurement.Percentiles;
import java.util.List;

/**
 * What was measured in one account and region, or in several together. Calls that were throttled,
 * and those beyond the budget, count from the operator's start on.
 *
 * @param resources at the end
 * @param seconds by the virtual clock, of all accounts and regions together
 * @param changes of jobs that have a resource; those of beginnings not counted
 * @param begun jobs that began, each with a resource
 * @param notShown changes and beginnings that no status shows
 * @param passed changes and beginnings that were shown by a later state only
 * @param delays from a change to the status that shows it
 * @param firstDelays from a job's beginning to its first status
 * @param counts what the operator did
 * @param throttled calls that SageMaker refused
 * @param excess calls beyond burst + rate·t in the worst window t; of several, the worst
 * @param oldestPoll the longest time for which an unfinished job was not looked at, in seconds
 */
record Outcome(
    int resources,
    double seconds,
    int changes,
    int begun,
    int notShown,
    int passed,
    Percentiles delays,
    Percentiles firstDelays,
    Counts counts,
    int throttled,
    double excess,
    double oldestPoll) {

  /** All of them as one. */
  static Outcome together(List<Outcome> all) {
    return new Outcome(
        all.stream().mapToInt(Outcome::resources).sum(),
        all.stream().mapToDouble(Outcome::seconds).sum(),
        all.stream().mapToInt(Outcome::changes).sum(),
        all.stream().mapToInt(Outcome::begun).sum(),
        all.stream().mapToInt(Outcome::notShown).sum(),
        all.stream().mapToInt(Outcome::passed).sum(),
        Percentiles.together(all.stream().map(Outcome::delays).toList()),
        Percentiles.together(all.stream().map(Outcome::firstDelays).toList()),
        Counts.together(all.stream().map(Outcome::counts).toList()),
        all.stream().mapToInt(Outcome::throttled).sum(),
        all.stream().mapToDouble(Outcome::excess).max().orElse(0),
        all.stream().mapToDouble(Outcome::oldestPoll).max().orElse(0));
  }

  /** Calls a second of one account and region. */
  double callsPerSecond() {
    return counts.calls() / seconds;
  }
}

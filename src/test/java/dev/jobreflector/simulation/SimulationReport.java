package dev.jobreflector.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a run, for people and as JSON. */
record SimulationReport(VirtualScenario scenario, List<Outcome> outcomes, Machine machine) {

  /**
   * What the run took of the machine.
   *
   * @param wallSeconds from its begin to its end
   * @param cpuSeconds of all threads, those of the collector too
   * @param heapMebibytes the most of the heap that was ever in use, garbage included
   */
  record Machine(double wallSeconds, double cpuSeconds, double heapMebibytes) {}

  /** All figures that there are, by name, in the order they are shown. */
  Map<String, Object> figures() {
    Outcome all = Outcome.together(outcomes);
    Counts counts = all.counts();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("scenario", scenario.text());
    figures.put("resources", all.resources());
    figures.put("accounts and regions", outcomes.size());
    figures.put("virtual time of each, s", all.seconds() / outcomes.size());
    figures.put("transitions", all.changes());
    figures.put("transitions and new jobs never shown", all.notShown());
    figures.put("delay p50, s", all.delays().at(0.5));
    figures.put("delay p95, s", all.delays().at(0.95));
    figures.put("delay p99, s", all.delays().at(0.99));
    figures.put("delay max, s", all.delays().at(1));
    figures.put("delay p99 of the worst account and region, s", worstP99());
    figures.put("new jobs", all.begun());
    figures.put("new job shown p50, s", all.firstDelays().at(0.5));
    figures.put("new job shown p95, s", all.firstDelays().at(0.95));
    figures.put("new job shown max, s", all.firstDelays().at(1));
    figures.put("unfinished job not looked at, max, s", all.oldestPoll());
    figures.put("calls/s of an account and region", all.callsPerSecond());
    figures.put(
        "calls/s of the busiest",
        outcomes.stream().mapToDouble(Outcome::callsPerSecond).max().orElse(Double.NaN));
    figures.put("describes", counts.describes());
    figures.put("pages of sweeps", counts.sweepPages());
    figures.put("pages to order new jobs", counts.orderPages());
    figures.put("pages of the daily check", counts.checkPages());
    figures.put("status writes", counts.writes());
    figures.put("Events", counts.events());
    figures.put("states passed over", all.passed());
    figures.put("throttled calls", all.throttled());
    figures.put("calls beyond burst + rate·t, worst window", all.excess());
    figures.put("wall time, s", machine.wallSeconds());
    figures.put("CPU time, s", machine.cpuSeconds());
    figures.put("heap, MiB", machine.heapMebibytes());
    figures.values().removeIf(value -> value.equals(Double.NaN));
    return figures;
  }

  /** A table in Markdown. */
  String table() {
    StringBuilder text = new StringBuilder("| Figure | " + scenario.text() + " |\n|---|---:|\n");
    figures()
        .forEach(
            (name, value) -> {
              if (!name.equals("scenario")) {
                text.append("| ").append(name).append(" | ").append(text(value)).append(" |\n");
              }
            });
    return text.toString();
  }

  /** True where each change was shown, and no call was beyond the budget. */
  boolean isKept() {
    Outcome all = Outcome.together(outcomes);
    return all.notShown() == 0 && all.throttled() == 0 && all.excess() == 0;
  }

  private double worstP99() {
    return outcomes.stream().mapToDouble(one -> one.delays().at(0.99)).max().orElse(Double.NaN);
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%,.2f", number)
        : String.format(Locale.ROOT, "%,d", (Integer) value);
  }
}

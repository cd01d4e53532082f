package dev.jobreflector.faults;

import dev.jobreflector.measurement.ProcessUsage;
import dev.jobreflector.operator.OperatorProcess;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an operator takes while it rests.
 *
 * @param heapMebibytes what is alive in its heap
 * @param residentMebibytes its RSS
 * @param threads the JVM's own among them
 * @param held resources that are in its heap
 * @param series of metrics, but those with a label of a namespace
 * @param namespaces that are a label of some metric
 */
record Footprint(
    double heapMebibytes,
    double residentMebibytes,
    double threads,
    int held,
    int series,
    int namespaces) {

  private static final String OF_A_RESOURCE = "dev.jobreflector.cluster.CachedResource";
  private static final String WITH_NAMESPACE = "jobreflector_transitions_total";
  private static final Pattern NAMESPACE = Pattern.compile("[{,]namespace=\"([^\"]*)\"");
  private static final double MEBIBYTE = 1 << 20;

  /** That of a running operator. */
  static Footprint of(OperatorProcess operator) {
    var heap = operator.classHistogram();
    var usage = new ProcessUsage(operator.process().pid());
    String metrics = operator.get("/metrics");
    return new Footprint(
        heap.bytes() / MEBIBYTE,
        usage.residentMebibytes(),
        usage.threads(),
        heap.instances().getOrDefault(OF_A_RESOURCE, 0L).intValue(),
        series(metrics),
        namespaces(metrics));
  }

  /** The series of a scrape that have no namespace. */
  static int series(String metrics) {
    return (int) lines(metrics).stream().filter(line -> !line.startsWith(WITH_NAMESPACE)).count();
  }

  /** The namespaces that a scrape names. */
  static int namespaces(String metrics) {
    return lines(metrics).stream()
        .map(NAMESPACE::matcher)
        .filter(Matcher::find)
        .map(namespace -> namespace.group(1))
        .collect(Collectors.toSet())
        .size();
  }

  private static List<String> lines(String metrics) {
    return metrics.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }
}

package dev.jobreflector.measurement;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The writes that an API server has carried out, by its own count. Leases are left out, and what
 * only asks (SubjectAccessReviews and the like).
 */
public final class ApiServerWrites {

  /** What was written; {@code subresource} is empty for the resource itself. */
  public record Kind(String verb, String group, String resource, String subresource) {}

  private static final String COUNTER = "apiserver_request_total{";
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Set<String> WRITES =
      Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE", "DELETECOLLECTION");
  private static final Set<String> LEFT_OUT =
      Set.of("coordination.k8s.io", "authorization.k8s.io", "authentication.k8s.io");
  private static final Set<String> BY_THE_BENCHMARK = Set.of("POST", "DELETE");
  private static final String RESOURCES = "optimizationjobs";

  private final Map<Kind, Long> counts;

  private ApiServerWrites(Map<Kind, Long> counts) {
    this.counts = counts;
  }

  /** What the server counts now. */
  public static ApiServerWrites read(KubernetesClient client) {
    return of(client.raw("/metrics").lines().toList());
  }

  /** What lines in Prometheus' text format count. */
  public static ApiServerWrites of(List<String> lines) {
    Map<Kind, Long> counts = new HashMap<>();
    lines.stream().filter(line -> line.startsWith(COUNTER)).forEach(line -> count(line, counts));
    return new ApiServerWrites(counts);
  }

  /** What was written after {@code before}. */
  public ApiServerWrites since(ApiServerWrites before) {
    Map<Kind, Long> difference = new HashMap<>();
    counts.forEach(
        (kind, count) -> {
          long more = count - before.counts.getOrDefault(kind, 0L);
          if (more > 0) {
            difference.put(kind, more);
          }
        });
    return new ApiServerWrites(difference);
  }

  /** Writes of the resources' status. */
  public int statuses() {
    return sum(kind -> kind.resource().equals(RESOURCES) && kind.subresource().equals("status"));
  }

  /** Events made. */
  public int events() {
    return sum(kind -> kind.resource().equals("events"));
  }

  /** All but the resources that the benchmark itself made and deleted. */
  public int all() {
    return sum(kind -> !byTheBenchmark(kind));
  }

  /** What {@link #all} counts, in words. */
  public Map<String, Long> kinds() {
    Map<String, Long> kinds = new TreeMap<>();
    counts.forEach(
        (kind, count) -> {
          if (!byTheBenchmark(kind)) {
            kinds.put(kind.toString(), count);
          }
        });
    return kinds;
  }

  private static boolean byTheBenchmark(Kind kind) {
    return kind.resource().equals(RESOURCES)
        && kind.subresource().isEmpty()
        && BY_THE_BENCHMARK.contains(kind.verb());
  }

  private int sum(Predicate<Kind> which) {
    return (int)
        counts.entrySet().stream()
            .filter(entry -> which.test(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
  }

  private static void count(String line, Map<Kind, Long> counts) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(line);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    Kind kind =
        new Kind(
            labels.getOrDefault("verb", ""),
            labels.getOrDefault("group", ""),
            labels.getOrDefault("resource", ""),
            labels.getOrDefault("subresource", ""));
    if (WRITES.contains(kind.verb())
        && !LEFT_OUT.contains(kind.group())
        && labels.getOrDefault("dry_run", "").isEmpty()
        && labels.getOrDefault("code", "").startsWith("2")) {
      double count = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      counts.merge(kind, Math.round(count), Long::sum);
    }
  }
}

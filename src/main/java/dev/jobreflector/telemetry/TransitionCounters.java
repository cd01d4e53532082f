package dev.jobreflector.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counts transitions by namespace, until some time after its last resource. Before its series end,
 * they restart at 0. So if the namespace returns with the same count, Prometheus still sees an
 * increase.
 */
final class TransitionCounters {

  /** How long counts stay after the last resource: longer than the alert on failed jobs fires. */
  static final Duration SHOWN = Duration.ofMinutes(20);

  /** How long counts then stay at 0: a few scrapes. */
  static final Duration AT_ZERO = Duration.ofMinutes(10);

  /**
   * The most namespaces without resources that have series. If there are more, the oldest are
   * removed.
   */
  static final int MAX_GONE = 1000;

  /** The most statuses that have their own series; all further statuses share one. */
  static final int MAX_STATUSES = 20;

  private static final String OTHER = "other";
  private static final Duration LOOKS_EVERY = Duration.ofMinutes(1);
  private static final int LOOKS_AFTER_NEW = 100;

  private final MeterRegistry registry;
  private final Supplier<Set<String>> namespacesWithResources;
  private final Clock clock;
  private final Map<String, Map<Key, Counter>> counters = new HashMap<>();

  /** The namespaces with counters but without resources, with the time when this was noticed. */
  private final Map<String, Instant> gone = new LinkedHashMap<>();

  private final Set<String> atZero = new HashSet<>();
  private final Set<String> statuses = new HashSet<>();
  private Instant lookedAt = Instant.MIN;
  private int newSince;

  private record Key(String region, String status) {}

  /**
   * Creates no counters yet.
   *
   * @param namespacesWithResources gives the namespaces that have resources now
   */
  TransitionCounters(
      MeterRegistry registry, Supplier<Set<String>> namespacesWithResources, Clock clock) {
    this.registry = registry;
    this.namespacesWithResources = namespacesWithResources;
    this.clock = clock;
  }

  /** Counts one transition. */
  synchronized void increment(String namespace, String region, String status) {
    comeBack(namespace);
    if (!counters.containsKey(namespace)) {
      newSince++;
    }
    counters
        .computeIfAbsent(namespace, isNew -> new HashMap<>())
        .computeIfAbsent(new Key(region, shown(status)), key -> counter(namespace, key))
        .increment();
    if (newSince > Math.max(LOOKS_AFTER_NEW, counters.size() / 10)) {
      look();
    }
  }

  /**
   * Removes the series of namespaces that have had no resources for long enough. Called before each
   * scrape.
   */
  synchronized void expire() {
    if (!clock.instant().isBefore(lookedAt.plus(LOOKS_EVERY))) {
      look();
    }
  }

  private void look() {
    Instant now = clock.instant();
    lookedAt = now;
    newSince = 0;
    Set<String> present = namespacesWithResources.get();
    for (String namespace : counters.keySet()) {
      if (present.contains(namespace)) {
        comeBack(namespace);
      } else {
        gone.putIfAbsent(namespace, now);
      }
    }
    for (Map.Entry<String, Instant> oldest : List.copyOf(gone.entrySet())) {
      Duration since = Duration.between(oldest.getValue(), now);
      if (gone.size() > MAX_GONE || since.compareTo(SHOWN.plus(AT_ZERO)) >= 0) {
        remove(oldest.getKey());
      } else if (since.compareTo(SHOWN) >= 0 && atZero.add(oldest.getKey())) {
        startOver(oldest.getKey());
      }
    }
  }

  private void comeBack(String namespace) {
    gone.remove(namespace);
    atZero.remove(namespace);
  }

  private void startOver(String namespace) {
    counters
        .getOrDefault(namespace, Map.of())
        .replaceAll(
            (key, counter) -> {
              registry.remove(counter);
              return counter(namespace, key);
            });
  }

  private void remove(String namespace) {
    comeBack(namespace);
    Map<Key, Counter> removed = counters.remove(namespace);
    if (removed != null) {
      removed.values().forEach(registry::remove);
    }
  }

  // AWS may add statuses, so their number is bounded.
  private String shown(String status) {
    return statuses.contains(status) || (statuses.size() < MAX_STATUSES && statuses.add(status))
        ? status
        : OTHER;
  }

  private Counter counter(String namespace, Key key) {
    return Counter.builder("jobreflector.transitions")
        .description("State changes of jobs that status shows")
        .tags("namespace", namespace, "region", key.region(), "status", key.status())
        .register(registry);
  }
}

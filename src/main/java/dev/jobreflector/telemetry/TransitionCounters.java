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
 * Counts transitions by namespace, for as long as it has resources and a while longer. Before its
 * series end they start over at 0: so that a namespace that comes back with a count of 1, as it
 * went, shows an increase.
 */
final class TransitionCounters {

  /** After the last resource: for longer than the alert on failed jobs fires. */
  static final Duration SHOWN = Duration.ofMinutes(20);

  /** After that: for some scrapes. */
  static final Duration AT_ZERO = Duration.ofMinutes(10);

  /** Namespaces without resources that are shown at most; of more, the oldest are left out. */
  static final int MAX_GONE = 1000;

  /** Statuses that have a series each; those that come later share one. */
  static final int MAX_STATUSES = 20;

  private static final String OTHER = "other";
  private static final Duration LOOKS_EVERY = Duration.ofMinutes(1);
  private static final int LOOKS_AFTER_NEW = 100;

  private final MeterRegistry registry;
  private final Supplier<Set<String>> namespacesWithResources;
  private final Clock clock;
  private final Map<String, Map<Key, Counter>> counters = new HashMap<>();

  /** The namespaces with counters and without resources, by the time at which that was noticed. */
  private final Map<String, Instant> gone = new LinkedHashMap<>();

  private final Set<String> atZero = new HashSet<>();
  private final Set<String> statuses = new HashSet<>();
  private Instant lookedAt = Instant.MIN;
  private int newSince;

  private record Key(String region, String status) {}

  /**
   * No counters yet.
   *
   * @param namespacesWithResources the namespaces that have resources now
   */
  TransitionCounters(
      MeterRegistry registry, Supplier<Set<String>> namespacesWithResources, Clock clock) {
    this.registry = registry;
    this.namespacesWithResources = namespacesWithResources;
    this.clock = clock;
  }

  /** Counts one. */
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

  /** Before a scrape: ends the series of namespaces that are gone for long enough. */
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

  // Texts of AWS's, of which a version of this operator knows some.
  private String shown(String status) {
    return statuses.contains(status) || (statuses.size() < MAX_STATUSES && statuses.add(status))
        ? status
        : OTHER;
  }

  private Counter counter(String namespace, Key key) {
    return Counter.builder("jobreflector.transitions")
        .description("State changes of jobs shown")
        .tags("namespace", namespace, "region", key.region(), "status", key.status())
        .register(registry);
  }
}

package dev.jobreflector.telemetry;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open connections by state. Closes connections that exceed the limits. */
final class HttpConnections {

  /** The state of a connection. */
  enum State {
    /** The request is not complete yet. */
    RECEIVING,
    /** The response is being generated. */
    WAITING,
    /** The response is not completely sent yet. */
    SENDING,
    /** The response is sent; the client has not closed the connection yet. */
    FINISHING
  }

  private final HttpLimits limits;

  /**
   * The connections of each state, oldest first, with the {@link System#nanoTime} at which they
   * entered it.
   */
  private final Map<State, Map<HttpConnection, Long>> all = new EnumMap<>(State.class);

  HttpConnections(HttpLimits limits) {
    this.limits = limits;
    for (State state : State.values()) {
      all.put(state, new LinkedHashMap<>());
    }
  }

  /** The state of a connection; null if it is closed. */
  @Nullable State state(HttpConnection connection) {
    for (Map.Entry<State, Map<HttpConnection, Long>> some : all.entrySet()) {
      if (some.getValue().containsKey(connection)) {
        return some.getKey();
      }
    }
    return null;
  }

  /** Moves a connection to a state. If a limit is exceeded, closes another connection. */
  void enter(HttpConnection connection, State state, long now) {
    boolean isNew = !leave(connection);
    if (isNew && all.values().stream().mapToInt(Map::size).sum() >= limits.connections()) {
      giveUpOne();
    }
    in(state).put(connection, now);
    while (state == State.SENDING && answersKept() > limits.answers()) {
      closeOldest(in(state));
    }
  }

  /**
   * Closes the oldest connection of the state that has the most. So even if hundreds of clients
   * misbehave, a normal client rarely loses its connection.
   */
  void giveUpOne() {
    all.values().stream()
        .filter(some -> !some.isEmpty())
        .max(Comparator.comparingInt(Map::size))
        .ifPresent(HttpConnections::closeOldest);
  }

  /** Closes connections that have been in their state for too long. */
  void expire(long now) {
    all.forEach(
        (state, some) -> {
          long limit = within(state).toNanos();
          while (!some.isEmpty() && now - some.values().iterator().next() >= limit) {
            closeOldest(some);
          }
        });
  }

  void close(HttpConnection connection) {
    leave(connection);
    connection.close();
  }

  void closeAll() {
    for (Map<HttpConnection, Long> some : all.values()) {
      some.keySet().forEach(HttpConnection::close);
      some.clear();
    }
  }

  private Duration within(State state) {
    return switch (state) {
      case RECEIVING -> limits.requestWithin();
      case WAITING, SENDING -> limits.answerWithin();
      case FINISHING -> limits.closeWithin();
    };
  }

  private int answersKept() {
    Set<Object> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    in(State.SENDING).keySet().forEach(connection -> kept.add(connection.answer()));
    return kept.size();
  }

  private boolean leave(HttpConnection connection) {
    boolean left = false;
    for (Map<HttpConnection, Long> some : all.values()) {
      left |= some.remove(connection) != null;
    }
    return left;
  }

  private Map<HttpConnection, Long> in(State state) {
    return all.computeIfAbsent(state, unknown -> new LinkedHashMap<>());
  }

  private static void closeOldest(Map<HttpConnection, Long> some) {
    Iterator<HttpConnection> oldestFirst = some.keySet().iterator();
    HttpConnection oldest = oldestFirst.next();
    oldestFirst.remove();
    oldest.close();
  }
}

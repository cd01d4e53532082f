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

/** The open connections by what they do; those that take too much or too long are closed. */
final class HttpConnections {

  /** What a connection does. */
  enum State {
    /** Its request is not whole yet. */
    RECEIVING,
    /** Its answer is being made. */
    WAITING,
    /** Its answer is not sent whole yet. */
    SENDING,
    /** All is sent; the client has not closed yet. */
    FINISHING
  }

  private final HttpLimits limits;

  /** Of each state, oldest first, with the time in nanoseconds at which they got into it. */
  private final Map<State, Map<HttpConnection, Long>> all = new EnumMap<>(State.class);

  HttpConnections(HttpLimits limits) {
    this.limits = limits;
    for (State state : State.values()) {
      all.put(state, new LinkedHashMap<>());
    }
  }

  /** What this connection does; null once it is closed. */
  @Nullable State state(HttpConnection connection) {
    for (Map.Entry<State, Map<HttpConnection, Long>> some : all.entrySet()) {
      if (some.getValue().containsKey(connection)) {
        return some.getKey();
      }
    }
    return null;
  }

  /** From now on the connection is in this state. One too many closes another. */
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
   * Closes the oldest of the state that has most. So a client that does what all clients do is as
   * good as never closed, whatever it is that hundreds of others do.
   */
  void giveUpOne() {
    all.values().stream()
        .filter(some -> !some.isEmpty())
        .max(Comparator.comparingInt(Map::size))
        .ifPresent(HttpConnections::closeOldest);
  }

  /** Closes those that have been in their state for too long. */
  void expire(long now) {
    all.forEach(
        (state, some) -> {
          long limit = within(state).toNanos();
          while (!some.isEmpty() && now - some.values().iterator().next() >= limit) {
            closeOldest(some);
          }
        });
  }

  /** Closes one. */
  void close(HttpConnection connection) {
    leave(connection);
    connection.close();
  }

  /** Closes all. */
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

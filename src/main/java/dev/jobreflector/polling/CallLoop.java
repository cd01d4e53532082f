package dev.jobreflector.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs due calls on the shared threads, and wakes up when the next call is due. A thread that has
 * ended a call takes the next. The loop calls the agenda under one lock, which it shares with the
 * agenda's owner.
 */
final class CallLoop {

  private static final Logger log = LoggerFactory.getLogger(CallLoop.class);

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

  /** A pause after an error, since the same error may occur again at once. */
  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  /** Supplies the calls. The loop holds the lock when it calls the agenda. */
  interface Agenda {

    /** Takes the call to make now; null if no call is due. The call runs without the lock. */
    @Nullable Runnable take(Instant now);

    /** When the next call is due; null if no call is due until something changes. */
    @Nullable Instant nextTime(Instant now);
  }

  private final Object lock;
  private final CallThreads threads;
  private final Clock clock;
  private final Agenda agenda;
  private @Nullable Future<?> wakeUp;
  private Instant wakeTime = Instant.MAX;
  private boolean closed;

  CallLoop(Object lock, CallThreads threads, Clock clock, Agenda agenda) {
    this.lock = lock;
    this.threads = threads;
    this.clock = clock;
    this.agenda = agenda;
  }

  /**
   * Checks soon whether a call is due. Called under the lock. Thousands of reconciles may call
   * this: the timer thread then asks the agenda once for all of them.
   */
  void wake() {
    wakeAt(Instant.MIN, Duration.ZERO);
  }

  /** Takes no more calls. Called under the lock. */
  void close() {
    closed = true;
    forgetWakeUp();
  }

  /** True after {@link #close}. Called under the lock. */
  boolean isClosed() {
    return closed;
  }

  private void wakeAt(Instant time, Duration wait) {
    if (!closed && time.isBefore(wakeTime)) {
      forgetWakeUp();
      wakeTime = time;
      wakeUp = threads.after(wait, this::advance);
    }
  }

  private void forgetWakeUp() {
    if (wakeUp != null) {
      wakeUp.cancel(false);
    }
    wakeUp = null;
    wakeTime = Instant.MAX;
  }

  // A call is taken on its own thread. So if no thread can be created, no call is lost.
  private void advance() {
    try {
      synchronized (lock) {
        forgetWakeUp();
        Instant now = clock.instant();
        Instant time = closed ? null : agenda.nextTime(now);
        if (time != null && !time.isAfter(now)) {
          threads.run(this::work);
        } else if (time != null) {
          wakeAt(time, wait(now, time));
        }
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void work() {
    try {
      for (Runnable next = take(); next != null; next = take()) {
        next.run();
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private @Nullable Runnable take() {
    synchronized (lock) {
      Instant now = clock.instant();
      Runnable next = closed ? null : agenda.take(now);
      Instant time = closed || next != null ? null : agenda.nextTime(now);
      if (next != null) {
        wake(); // Another call may be due.
      } else if (time != null) {
        wakeAt(time, wait(now, time));
      }
      return next;
    }
  }

  private static Duration wait(Instant now, Instant time) {
    Duration wait = Duration.between(now, time);
    if (wait.compareTo(SHORTEST_WAIT) < 0) {
      return SHORTEST_WAIT;
    }
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private void failed(Throwable failure) {
    log.error("The poll loop failed unexpectedly; it continues", failure);
    synchronized (lock) {
      wakeAt(clock.instant().plus(AFTER_ERROR), AFTER_ERROR);
    }
  }
}

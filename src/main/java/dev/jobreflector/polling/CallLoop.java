package dev.jobreflector.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
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

  /** A pause after an error, since the same error may occur again at once. */
  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  /** Supplies the calls. The loop holds the lock when it calls the agenda. */
  interface Agenda {

    /** Takes the call to make now; null if no call is due. The call runs without the lock. */
    @Nullable Runnable take(Instant now);

    /** When the next call is due; null if no call is due until something changes. */
    @Nullable Instant nextTime(Instant now);
  }

  private final ReentrantLock lock;
  private final CallThreads threads;
  private final Clock clock;
  private final Agenda agenda;
  private @Nullable Future<?> wakeUp;
  private Instant wakeTime = Instant.MAX;
  private boolean closed;

  CallLoop(ReentrantLock lock, CallThreads threads, Clock clock, Agenda agenda) {
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

  private void advance() {
    lock.lock();
    try {
      forgetWakeUp();
      for (Runnable next = next(); next != null; next = next()) {
        Runnable first = next;
        threads.run(() -> work(first));
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    } finally {
      lock.unlock();
    }
  }

  private void work(Runnable first) {
    Runnable next = first;
    while (next != null) {
      try {
        next.run();
        next = nextAfterwards();
      } catch (RuntimeException | Error e) {
        failed(e);
        next = null;
      }
    }
  }

  private @Nullable Runnable nextAfterwards() {
    lock.lock();
    try {
      Runnable next = next();
      if (next != null) {
        wake(); // Another call may be due.
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable next() {
    if (closed) {
      return null;
    }
    Instant now = clock.instant();
    Runnable next = agenda.take(now);
    Instant time = next == null ? agenda.nextTime(now) : null;
    if (time != null) {
      Duration wait = Duration.between(now, time);
      wakeAt(time, wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }
    return next;
  }

  private void failed(Throwable failure) {
    log.error("The end of a poll failed unexpectedly", failure);
    lock.lock();
    try {
      wakeAt(clock.instant().plus(AFTER_ERROR), AFTER_ERROR);
    } finally {
      lock.unlock();
    }
  }
}

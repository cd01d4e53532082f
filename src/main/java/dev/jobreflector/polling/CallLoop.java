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
 * Runs what is due on the shared threads, and wakes when the next is. A thread that is done with
 * one takes the next. All questions are asked under one lock, which the owner shares.
 */
final class CallLoop {

  private static final Logger log = LoggerFactory.getLogger(CallLoop.class);

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** What failed once may fail at once again. */
  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  /** What there is to do; asked under the lock. */
  interface Agenda {

    /** Takes what is to be done now; null if nothing is due. It runs without the lock. */
    @Nullable Runnable take(Instant now);

    /** When something will be due; null if only a change can bring it. */
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
   * Something may be due now. Called under the lock. Reconciles do so by the thousand: the agenda
   * is asked once for all of them, and not by their threads.
   */
  void wake() {
    wakeAt(Instant.MIN, Duration.ZERO);
  }

  /** Takes nothing more. Called under the lock. */
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
        wake(); // There may be more.
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

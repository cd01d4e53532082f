package dev.jobreflector.decision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a resource wants polled, and by when.
 *
 * @param job the job to describe
 * @param urgency its place among what else is due
 * @param dueTime not before this time
 * @param reconcileRequest the reconcile request this poll answers; null where nobody asked
 * @param lastPollTime the poll this poll request was decided on; a poll request older than the
 *     job's last poll is void. Null before the first.
 * @param period the wanted time between two polls of the job while it is unfinished
 * @param shown what the resource will show of the job; null where it was never seen
 * @param written true where the cluster has the status that was decided with this poll request;
 *     until then no list replaces the poll, since another answer may be one that can be written
 */
public record PollRequest(
    JobKey job,
    Urgency urgency,
    Instant dueTime,
    @Nullable String reconcileRequest,
    @Nullable Instant lastPollTime,
    Duration period,
    @Nullable ShownJob shown,
    boolean written) {

  /** Why a poll is wanted; the most urgent first. */
  public enum Urgency {
    /** Somebody asked for it by annotation. */
    REQUESTED,
    /** A list shows that the job changed. */
    CHANGED,
    /** The job was never described for this resource. */
    NEW,
    /** The resync period has passed. */
    DUE,
    /** The last poll failed or found no job, or a finished job may be gone. */
    RETRIED
  }

  /** The same poll request, due at this time at the earliest. */
  public PollRequest notBefore(Instant time) {
    return dueTime.isBefore(time)
        ? new PollRequest(
            job, urgency, time, reconcileRequest, lastPollTime, period, shown, written)
        : this;
  }

  /** The same poll request once the status that was decided with it is written. */
  public PollRequest asWritten() {
    return new PollRequest(
        job, urgency, dueTime, reconcileRequest, lastPollTime, period, shown, true);
  }
}

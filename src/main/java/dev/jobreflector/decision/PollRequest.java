package dev.jobreflector.decision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to poll the job of a resource.
 *
 * @param job the job to describe
 * @param urgency the line in which the request waits once it is due
 * @param dueTime the earliest time of the poll
 * @param reconcileRequest the reconcile request that this poll answers; null if there is none
 * @param lastPollTime the job's last poll when this request was decided; null before the first
 *     poll. The request is void if the job has been polled since.
 * @param period the wanted time between two polls of the job while it is unfinished
 * @param shown the part of the decided status that lists can confirm; null if the job was never
 *     described
 * @param written true if the cluster has the status that was decided with this request. Until then
 *     no list replaces the poll, since another answer may be one that can be written.
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

  /** Why a poll is requested; the most urgent first. */
  public enum Urgency {
    /** Someone requested the poll by annotation. */
    REQUESTED,
    /** A list shows that the job changed, or a list that should show the job does not. */
    CHANGED,
    /** The job was never described for this resource. */
    NEW,
    /** The resync period has passed. */
    DUE,
    /** The last poll failed or found no job, or the audit did not find a finished job. */
    RETRIED
  }

  /** The same request, due at this time at the earliest. */
  public PollRequest notBefore(Instant time) {
    return dueTime.isBefore(time)
        ? new PollRequest(
            job, urgency, time, reconcileRequest, lastPollTime, period, shown, written)
        : this;
  }

  /** The same request, after the status that was decided with it has been written. */
  public PollRequest asWritten() {
    return new PollRequest(
        job, urgency, dueTime, reconcileRequest, lastPollTime, period, shown, true);
  }
}

package dev.jobreflector.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One request that reached the simulator.
 *
 * @param arrivalNanos when it arrived, on {@link System#nanoTime()}'s scale
 * @param jobName the job asked for; null for lists
 * @param place the caller's account and region; null while unknown
 * @param listBegun of the first page of a list: the status it asks for, empty for all of them; null
 *     for later pages and for all other calls
 * @param outcome {@link #OK}, the error code, {@code HTTP <status>} for a body that is not JSON,
 *     DROPPED, TRUNCATED, or {@link #PENDING} while it is being answered
 */
public record Call(
    long arrivalNanos,
    Operation operation,
    @Nullable String jobName,
    @Nullable AccountRegion place,
    @Nullable String listBegun,
    String outcome) {

  public static final String OK = "OK";
  public static final String PENDING = "PENDING";
  public static final String THROTTLED = "ThrottlingException";
}

package dev.jobreflector.measurement;

import dev.jobreflector.simulator.Call;
import dev.jobreflector.simulator.CallLog;
import dev.jobreflector.simulator.Operation;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The calls that reached SageMaker in some time.
 *
 * @param calls in order of arrival
 * @param from on {@link System#nanoTime()}'s scale, as {@code to}
 */
public record CallsWithin(CallLog log, List<Call> calls, long from, long to) {

  public static CallsWithin of(CallLog log, long from, long to) {
    return new CallsWithin(
        log, log.calls().stream().filter(call -> within(call, from, to)).toList(), from, to);
  }

  public int count() {
    return calls.size();
  }

  public int count(Operation operation) {
    return (int) calls.stream().filter(call -> call.operation() == operation).count();
  }

  public double seconds() {
    return (to - from) / 1e9;
  }

  public double perSecond() {
    return count() / seconds();
  }

  /** Calls in percent of what a rate allows in this time. */
  public double budgetUsed(double rate) {
    return 100 * count() / (rate * seconds());
  }

  /** Throttled ones in percent of all; 0 where there are none. */
  public double throttledPercent() {
    long throttled = calls.stream().filter(call -> call.outcome().equals(Call.THROTTLED)).count();
    return count() == 0 ? 0 : 100.0 * throttled / count();
  }

  /** By how many calls the worst of all windows t is above burst + rate·t; 0 where none is. */
  public double excess(double rate, int burst) {
    return log.worstWindow(rate, burst, call -> within(call, from, to)).callsBeyond();
  }

  /**
   * When the last of these jobs was first described after its time; {@code to} if one never was.
   */
  public long describedAll(Map<String, Long> since) {
    Map<String, Long> described = new java.util.HashMap<>();
    for (Call call : calls) {
      Long after = call.jobName() == null ? null : since.get(call.jobName());
      if (after != null
          && call.operation() == Operation.DESCRIBE
          && call.outcome().equals(Call.OK)
          && call.arrivalNanos() >= after) {
        described.putIfAbsent(call.jobName(), call.arrivalNanos());
      }
    }
    return described.size() < since.size()
        ? to
        : described.values().stream().mapToLong(Long::longValue).max().orElse(from);
  }

  /**
   * The longest time, in seconds, in which no list of running jobs began: of all statuses, or of
   * INPROGRESS.
   */
  public double longestWithoutSweep() {
    return longestWithout(
        call -> "".equals(call.listBegun()) || "INPROGRESS".equals(call.listBegun()));
  }

  private double longestWithout(Predicate<Call> which) {
    long last = from;
    long longest = 0;
    for (Call call : calls) {
      if (which.test(call)) {
        longest = Math.max(longest, call.arrivalNanos() - last);
        last = call.arrivalNanos();
      }
    }
    return Math.max(longest, to - last) / 1e9;
  }

  private static boolean within(Call call, long from, long to) {
    return call.arrivalNanos() >= from && call.arrivalNanos() <= to;
  }
}

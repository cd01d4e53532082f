package dev.jobreflector.simulation;

import dev.jobreflector.schedule.ListCall.Purpose;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What an operator, or several together, did until now, or within some time.
 *
 * @param calls of both kinds
 * @param describes calls of DescribeOptimizationJob
 * @param sweepPages pages that looked at unfinished jobs
 * @param orderPages pages that ordered new jobs
 * @param checkPages pages of the daily check
 * @param writes of status
 * @param events that were made
 */
record Counts(
    int calls,
    int describes,
    int sweepPages,
    int orderPages,
    int checkPages,
    int writes,
    int events) {

  static Counts of(VirtualOperator operator) {
    CallRecord calls = operator.calls();
    return new Counts(
        calls.calls().size(),
        calls.describes(),
        calls.pagesOf(Purpose.ACTIVE),
        calls.pagesOf(Purpose.ORDER),
        calls.pagesOf(Purpose.AUDIT),
        operator.writes(),
        operator.events());
  }

  Counts since(Counts before) {
    return new Counts(
        calls - before.calls,
        describes - before.describes,
        sweepPages - before.sweepPages,
        orderPages - before.orderPages,
        checkPages - before.checkPages,
        writes - before.writes,
        events - before.events);
  }

  static Counts together(List<Counts> all) {
    return new Counts(
        sum(all, Counts::calls),
        sum(all, Counts::describes),
        sum(all, Counts::sweepPages),
        sum(all, Counts::orderPages),
        sum(all, Counts::checkPages),
        sum(all, Counts::writes),
        sum(all, Counts::events));
  }

  private static int sum(List<Counts> all, ToIntFunction<Counts> figure) {
    return all.stream().mapToInt(figure).sum();
  }
}

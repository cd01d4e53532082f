package dev.jobreflector.simulation;

import dev.jobreflector.schedule.Call;
import dev.jobreflector.schedule.ListCall;
import dev.jobreflector.schedule.ListCall.Purpose;
import dev.jobreflector.schedule.Poll;
import dev.jobreflector.simulator.WindowMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The calls that reached the virtual SageMaker, and whether they kept to its limit. */
final class CallRecord {

  private final WindowMeter meter;
  private final List<Instant> calls = new ArrayList<>();
  private final List<Instant> pages = new ArrayList<>();
  private final Map<Purpose, Integer> pagesOf = new EnumMap<>(Purpose.class);
  private final Map<String, Integer> pagesOfStatus = new HashMap<>();
  private final Map<String, Integer> describes = new HashMap<>();
  private int throttled;

  CallRecord(double rate, int burst) {
    this.meter = new WindowMeter(rate, burst);
  }

  /** A call arrives; false where it is beyond the limit, and to be throttled. */
  boolean arrived(Call call, Instant now) {
    calls.add(now);
    if (call instanceof Poll poll) {
      describes.merge(poll.jobName(), 1, Integer::sum);
    } else if (call instanceof ListCall page) {
      pages.add(now);
      pagesOf.merge(page.purpose(), 1, Integer::sum);
      pagesOfStatus.merge(String.valueOf(page.request().statusEquals()), 1, Integer::sum);
    }
    meter.arrived(Duration.between(calls.get(0), now).toNanos());
    boolean granted = meter.isKept();
    throttled += granted ? 0 : 1;
    return granted;
  }

  /** When each call arrived, those of lists too. */
  List<Instant> calls() {
    return calls;
  }

  /** When each page was asked for. */
  List<Instant> pages() {
    return pages;
  }

  int pagesOf(Purpose purpose) {
    return pagesOf.getOrDefault(purpose, 0);
  }

  /** Pages of lists of this status. */
  int pagesOf(String status) {
    return pagesOfStatus.getOrDefault(status, 0);
  }

  int describes() {
    return calls.size() - pages.size();
  }

  int describesOf(String name) {
    return describes.getOrDefault(name, 0);
  }

  int throttled() {
    return throttled;
  }

  /** Calls beyond burst + rate·t in the worst window t. */
  double excess() {
    return meter.worst().callsBeyond();
  }
}

package dev.jobreflector.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The calls that a sweep takes by each way. Pages are as the last sweep counted them; a way that
 * was never gone, or not for long, is taken for as cheap as it can be, so that it is tried. Not
 * thread-safe.
 */
final class SweepCosts {

  /** A sweep of a way that was never gone takes no more pages, where another way is open. */
  static final int FIRST_TRY_PAGES = 20;

  private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

  /**
   * Pages of a sweep.
   *
   * @param complete false where it was left before its end, and the count is a guess
   */
  private record Pages(int count, Instant countedTime, boolean complete) {}

  private final Map<SweepWay, Pages> counted = new EnumMap<>(SweepWay.class);
  private final IntSupplier activeLists;

  /**
   * Nothing was counted yet.
   *
   * @param activeLists how many lists there are by state, each of a page at least
   */
  SweepCosts(IntSupplier activeLists) {
    this.activeLists = activeLists;
  }

  /** The pages to expect. */
  int pages(SweepWay way, Instant now) {
    Pages pages = counted.get(way);
    return pages == null || isOld(pages, now) ? fewest(way) : pages.count();
  }

  /** True where the pages to expect were counted, and not hoped for. */
  boolean isKnown(SweepWay way, Instant now) {
    Pages pages = counted.get(way);
    return pages != null && !isOld(pages, now);
  }

  private static boolean isOld(Pages pages, Instant now) {
    return pages.countedTime().plus(KNOWN_FOR).isBefore(now);
  }

  /**
   * The pages of the last sweep this way that came to its end. Where none did, as many as it may
   * take before another way is gone: a sweep that never ends covers no job for longer.
   */
  int pagesToCover(SweepWay way, double describes, Instant now) {
    Pages pages = counted.get(way);
    return pages != null && !isOld(pages, now) && pages.complete()
        ? pages.count()
        : Math.min(FIRST_TRY_PAGES, limit(way, describes, now));
  }

  /** A sweep this way took so many pages. */
  void counted(SweepWay way, int pages, Instant now) {
    counted.put(way, new Pages(pages, now, true));
  }

  /**
   * A sweep this way was given up after so many pages; it would take twice as many, for a guess.
   */
  void outgrown(SweepWay way, int pages, Instant now) {
    counted.put(way, new Pages(2 * pages, now, false));
  }

  /** The cheapest way, where describing each job takes so many calls. */
  SweepWay cheapest(double describes, Instant now) {
    int active = pages(SweepWay.LIST_ACTIVE, now);
    int recent = pages(SweepWay.LIST_RECENT, now);
    if (describes <= Math.min(active, recent)) {
      return SweepWay.DESCRIBE_EACH;
    }
    return recent <= active ? SweepWay.LIST_RECENT : SweepWay.LIST_ACTIVE;
  }

  /** The pages after which a sweep this way has outgrown the cheapest other. */
  int limit(SweepWay way, double describes, Instant now) {
    SweepWay other = way == SweepWay.LIST_RECENT ? SweepWay.LIST_ACTIVE : SweepWay.LIST_RECENT;
    int pages = counted.containsKey(other) ? pages(other, now) : FIRST_TRY_PAGES;
    return (int) Math.ceil(Math.min(describes, pages)) + 1;
  }

  private int fewest(SweepWay way) {
    return way == SweepWay.LIST_ACTIVE ? activeLists.getAsInt() : 1;
  }
}

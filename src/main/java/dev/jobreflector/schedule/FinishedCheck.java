package dev.jobreflector.schedule;

import dev.jobreflector.schedule.ListCall.Pass;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Once a day, and slowly, a pass over the account's jobs for the finished ones: one that is gone,
 * or has another creation time, is to be described. Not thread-safe.
 */
final class FinishedCheck {

  private static final Duration FIRST_AFTER = Duration.ofHours(1);
  private static final Duration EACH = Duration.ofDays(1);

  /** A pass takes no longer, as far as the number of tracked jobs tells how long it is. */
  private static final Duration WITHIN = Duration.ofHours(20);

  private static final Duration LONGEST_GAP = Duration.ofSeconds(70);
  private static final int JOBS_ON_A_PAGE = 100;
  private static final int MOST_PAGES = 1_000_000;

  /** Creation times in lists and descriptions may be rounded apart. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private NewestFirst pages = new NewestFirst(Pass.CHECK);
  private Map<String, List<FinishedJob>> unseen = Map.of();
  private ArrayDeque<FinishedJob> toConclude = new ArrayDeque<>();
  private boolean underWay;
  private boolean inFlight;
  private int asked;
  private Duration gap = Duration.ZERO;
  private Instant nextPageTime;

  FinishedCheck(Instant startTime) {
    this.nextPageTime = startTime.plus(FIRST_AFTER);
  }

  /** True where a pass is to begin. */
  boolean isDue(Instant now) {
    return !underWay && !now.isBefore(nextPageTime);
  }

  /** When a pass is to begin; null while one is under way. */
  @Nullable Instant nextPassTime() {
    return underWay ? null : nextPageTime;
  }

  /** Begins a pass for these jobs; without any it waits for the next day. */
  void start(Collection<FinishedJob> finished, Instant now) {
    nextPageTime = now.plus(EACH);
    if (finished.isEmpty()) {
      return;
    }
    unseen = new HashMap<>();
    finished.forEach(
        job -> unseen.computeIfAbsent(job.jobName(), name -> new ArrayList<>(1)).add(job));
    toConclude =
        finished.stream()
            .sorted(Comparator.comparing(FinishedJob::creationTime).reversed())
            .collect(ArrayDeque::new, ArrayDeque::add, ArrayDeque::addAll);
    Duration apart = WITHIN.dividedBy(1 + finished.size() / JOBS_ON_A_PAGE);
    gap = apart.compareTo(LONGEST_GAP) < 0 ? apart : LONGEST_GAP;
    pages = new NewestFirst(Pass.CHECK);
    asked = 0;
    underWay = true;
    nextPageTime = now;
  }

  /** When the next page is to be asked for; null where none is, or one is under way. */
  @Nullable Instant nextPageTime() {
    return underWay && !inFlight ? nextPageTime : null;
  }

  ListCall begin(Instant now) {
    inFlight = true;
    asked++;
    nextPageTime = now.plus(gap);
    return pages.nextPage(now);
  }

  /** Ends a page; returns the jobs to describe. */
  List<FinishedJob> answered(ListPage page, Instant now) {
    inFlight = false;
    List<FinishedJob> toDescribe = new ArrayList<>();
    for (ListedJob listed : page.jobs()) {
      List<FinishedJob> known = unseen.remove(listed.name());
      if (known != null) {
        known.stream().filter(job -> isAnother(listed, job)).forEach(toDescribe::add);
      }
    }
    boolean more = pages.goOn(page) && asked < MOST_PAGES;
    Instant oldest = NewestFirst.oldest(page);
    if (!more) {
      conclude(Instant.MIN, toDescribe);
      end(now);
    } else if (oldest != null) {
      conclude(oldest.plus(ROUNDING), toDescribe);
    }
    return toDescribe;
  }

  /** Ends a page that AWS did not answer; the pass goes on in its time. */
  void failed() {
    inFlight = false;
  }

  /** Ends the pass: AWS refuses lists. */
  void refused(Instant now) {
    inFlight = false;
    end(now);
  }

  private void end(Instant now) {
    underWay = false;
    unseen = Map.of();
    toConclude = new ArrayDeque<>();
    nextPageTime = now.plus(EACH);
  }

  /** Takes those created after this time that no page has shown. */
  private void conclude(Instant after, List<FinishedJob> gone) {
    Set<String> concluded = new HashSet<>();
    while (!toConclude.isEmpty() && toConclude.getFirst().creationTime().isAfter(after)) {
      FinishedJob job = toConclude.removeFirst();
      if (unseen.containsKey(job.jobName())) {
        gone.add(job);
        concluded.add(job.jobName());
      }
    }
    unseen.keySet().removeAll(concluded);
  }

  // SageMaker gives no id: a name made again has another creation time, by whole seconds.
  private static boolean isAnother(ListedJob listed, FinishedJob known) {
    return listed.creationTime().getEpochSecond() != known.creationTime().getEpochSecond();
  }
}

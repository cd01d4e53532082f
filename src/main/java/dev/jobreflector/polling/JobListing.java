package dev.jobreflector.polling;

import dev.jobreflector.decision.BackOff;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.ListRequest;
import dev.jobreflector.schedule.RequestBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists all jobs of an account and region once, page by page, within a request budget. Repeats a
 * page that is throttled or not answered. Not thread-safe.
 */
public final class JobListing {

  private static final int MOST_RETRIES = 4;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
  private static final int MOST_PAGES = 10_000;
  private static final int MOST_EMPTY_PAGES = 100;

  private final JobSource source;
  private final RequestBudget budget;
  private final Clock clock;
  private final Pause pause;
  private final Progress progress;

  private final Set<String> jobNames = new LinkedHashSet<>();
  private int pages;
  private int emptyPages;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {

    /** Returns after this time. */
    void of(Duration time) throws InterruptedException;
  }

  /** Receives the progress after each page. */
  @FunctionalInterface
  public interface Progress {

    /** Reports the pages and the jobs so far. */
    void listed(int pages, int jobs);
  }

  /**
   * Creates a listing.
   *
   * @param clock the clock of the budget
   */
  public JobListing(
      JobSource source, RequestBudget budget, Clock clock, Pause pause, Progress progress) {
    this.source = source;
    this.budget = budget;
    this.clock = clock;
    this.pause = pause;
    this.progress = progress;
  }

  /**
   * Lists the jobs. Blocks until the last page or a page that fails for good.
   *
   * @param createdAfter only jobs created after this time; null for all
   * @return why the list is not complete; null if it is complete
   */
  public @Nullable String run(@Nullable Instant createdAfter) throws InterruptedException {
    String token = null;
    do {
      ListRequest request = new ListRequest(null, createdAfter, null, token);
      ListAnswer answer = page(request);
      if (answer instanceof ListAnswer.NoPage failed) {
        return message(failed.failure());
      }
      ListPage page = ((ListAnswer.Page) answer).page();
      page.jobs().forEach(job -> jobNames.add(job.name()));
      pages++;
      emptyPages = page.jobs().isEmpty() ? emptyPages + 1 : 0;
      progress.listed(pages, jobNames.size());
      boolean repeats = page.nextToken() != null && page.nextToken().equals(token);
      if (repeats || emptyPages > MOST_EMPTY_PAGES || pages >= MOST_PAGES) {
        return "SageMaker's list has no end: " + answer.why();
      }
      token = page.nextToken();
    } while (token != null);
    return null;
  }

  /** The names of the jobs listed so far. */
  public Set<String> jobNames() {
    return Set.copyOf(jobNames);
  }

  private ListAnswer page(ListRequest request) throws InterruptedException {
    ListAnswer answer = call(request);
    for (int retries = 0; retries < MOST_RETRIES && isTransient(answer); retries++) {
      pause.of(BackOff.doubled(FIRST_RETRY, retries, LONGEST_RETRY));
      answer = call(request);
    }
    return answer;
  }

  private ListAnswer call(ListRequest request) throws InterruptedException {
    while (!budget.tryTake(clock.instant())) {
      Instant now = clock.instant();
      pause.of(Duration.between(now, budget.nextTokenTime(now)));
    }
    ListAnswer answer = source.list(request);
    budget.ended(clock.instant());
    if (answer instanceof ListAnswer.NoPage failed
        && failed.failure() instanceof Observation.Throttled) {
      budget.throttled(clock.instant());
    }
    return answer;
  }

  private static boolean isTransient(ListAnswer answer) {
    return answer instanceof ListAnswer.NoPage failed
        && (failed.failure() instanceof Observation.Throttled
            || failed.failure() instanceof Observation.Unavailable);
  }

  private static String message(Observation failure) {
    return failure instanceof Observation.Failure told
        ? told.message()
        : "SageMaker does not answer ListOptimizationJobs";
  }
}

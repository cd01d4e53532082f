package dev.jobreflector.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.ListPage.ListedJob;
import dev.jobreflector.schedule.ListRequest;
import dev.jobreflector.schedule.RequestBudget;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How all jobs are listed once. */
class JobListingTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

  private final Deque<ListAnswer> answers = new ArrayDeque<>();
  private final List<ListRequest> requests = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private final List<Integer> reported = new ArrayList<>();
  private Instant now = START;
  private final JobListing listing =
      new JobListing(
          new Source(),
          new RequestBudget(1, 1, START),
          new VirtualClock(),
          time -> now = now.plus(time),
          (pages, jobs) -> reported.add(jobs));

  @Test
  void pages_are_listed_to_the_end_and_each_job_once() throws InterruptedException {
    answers.add(page("t1", "a", "b"));
    answers.add(page("t2", "b", "c"));
    answers.add(page(null));

    assertThat(listing.run(START.minusSeconds(60))).isNull();

    assertThat(listing.jobNames()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(requests).extracting(ListRequest::nextToken).containsExactly(null, "t1", "t2");
    assertThat(requests)
        .extracting(ListRequest::creationTimeAfter)
        .containsOnly(START.minusSeconds(60));
    assertThat(reported).containsExactly(2, 3, 3);
  }

  @Test
  void requests_keep_to_the_budget() throws InterruptedException {
    answers.add(page("t1", "a"));
    answers.add(page("t2", "b"));
    answers.add(page(null, "c"));

    listing.run(null);

    assertThat(times).containsExactly(START, START.plusSeconds(1), START.plusSeconds(2));
  }

  @Test
  void a_page_that_is_throttled_or_not_answered_is_requested_again() throws InterruptedException {
    answers.add(page("t1", "a"));
    answers.add(new ListAnswer.NoPage(new Observation.Throttled("slow down", START)));
    answers.add(new ListAnswer.NoPage(new Observation.Unavailable("no answer", START)));
    answers.add(page(null, "b"));

    assertThat(listing.run(null)).isNull();

    assertThat(listing.jobNames()).containsExactlyInAnyOrder("a", "b");
    assertThat(requests).extracting(ListRequest::nextToken).containsExactly(null, "t1", "t1", "t1");
  }

  @Test
  void a_page_that_stays_away_ends_the_list_with_the_reason() throws InterruptedException {
    answers.add(page("t1", "a"));
    for (int i = 0; i < 5; i++) {
      answers.add(new ListAnswer.NoPage(new Observation.Unavailable("no answer", START)));
    }

    assertThat(listing.run(null)).isEqualTo("no answer");
    assertThat(listing.jobNames()).containsExactly("a");
    assertThat(answers).isEmpty();
  }

  @Test
  void a_refusal_ends_the_list_at_once() throws InterruptedException {
    answers.add(new ListAnswer.NoPage(new Observation.Denied("allow it", START)));

    assertThat(listing.run(null)).isEqualTo("allow it");
    assertThat(requests).hasSize(1);
  }

  @Test
  void a_list_whose_token_stays_the_same_has_no_end() throws InterruptedException {
    answers.add(page("t1", "a"));
    answers.add(page("t1", "b"));

    assertThat(listing.run(null)).startsWith("SageMaker's list has no end");
  }

  @Test
  void a_list_of_empty_pages_has_no_end() throws InterruptedException {
    for (int i = 0; i <= 100; i++) {
      answers.add(page("t" + i));
    }

    assertThat(listing.run(null)).startsWith("SageMaker's list has no end");
    assertThat(answers).isEmpty();
  }

  private static ListAnswer page(@Nullable String token, String... names) {
    return new ListAnswer.Page(
        new ListPage(
            Arrays.stream(names)
                .map(name -> new ListedJob(name, "COMPLETED", START, null))
                .toList(),
            token));
  }

  private final class Source implements JobSource {

    @Override
    public Observation describe(String jobName) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ListAnswer list(ListRequest request) {
      requests.add(request);
      times.add(now);
      return answers.remove();
    }

    @Override
    public CredentialsCheck checkCredentials() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private final class VirtualClock extends Clock {

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}

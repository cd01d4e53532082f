package dev.jobreflector.schedule;

import static dev.jobreflector.decision.PollRequest.Urgency.CHANGED;
import static dev.jobreflector.decision.PollRequest.Urgency.DUE;
import static dev.jobreflector.decision.PollRequest.Urgency.NEW;
import static dev.jobreflector.decision.PollRequest.Urgency.REQUESTED;
import static dev.jobreflector.decision.PollRequest.Urgency.RETRIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which poll comes next, and when. */
class PollScheduleTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final AccountRegion PLACE = new AccountRegion(AccountRegion.OPERATOR, "us-east-1");

  private final PollSchedule schedule =
      new PollSchedule(new RequestBudget(1000, 1000, START), Duration.ZERO, START);
  private Instant now = START;

  @Test
  void nothing_wanted_nothing_polled() {
    assertThat(schedule.take(now)).isNull();
    assertThat(schedule.nextTakeTime(now)).isNull();
  }

  @Test
  void most_urgent_goes_first() {
    register("a", "retried", RETRIED, 0);
    register("a", "due", DUE, 0);
    register("a", "new", NEW, 0);
    register("a", "changed", CHANGED, 0);
    register("a", "requested", REQUESTED, 0);

    assertThat(takeAll()).containsExactly("requested", "changed", "new", "due", "retried");
  }

  @Test
  void nothing_is_polled_before_it_is_due() {
    register("a", "job", DUE, 30);

    assertThat(schedule.nextTakeTime(now)).isEqualTo(START.plusSeconds(30));
    assertThat(schedule.take(START.plusMillis(29_999))).isNull();
    assertThat(schedule.take(START.plusSeconds(30))).isNotNull();
  }

  @Test
  void no_urgency_gets_less_than_a_tenth() {
    Map<Urgency, Integer> polls = thousandPollsOf(EnumSet.complementOf(EnumSet.of(REQUESTED)));

    assertThat(polls.values()).allMatch(count -> count >= 99);
    assertThat(polls.get(CHANGED)).isGreaterThan(650);
  }

  @Test
  void requests_get_a_third_and_leave_the_others_two_thirds_of_what_each_had() {
    Map<Urgency, Integer> polls = thousandPollsOf(EnumSet.allOf(Urgency.class));

    assertThat(polls.get(REQUESTED)).isBetween(333, 334);
    assertThat(polls.values()).allMatch(count -> count >= 65);
    assertThat(polls.get(CHANGED)).isGreaterThan(430);
  }

  private Map<Urgency, Integer> thousandPollsOf(Set<Urgency> urgencies) {
    Map<Urgency, Integer> polls = new EnumMap<>(Urgency.class);
    for (Urgency urgency : urgencies) {
      for (int i = 0; i < 1000; i++) {
        register("a", urgency + "-" + i, urgency, 0);
      }
    }
    for (int i = 0; i < 1000; i++) {
      Poll poll = (Poll) schedule.take(now);
      polls.merge(Urgency.valueOf(poll.jobName().split("-", 2)[0]), 1, Integer::sum);
      end(poll, found());
    }
    return polls;
  }

  @Test
  void namespaces_take_turns() {
    for (int i = 0; i < 100; i++) {
      register("big", "big-" + i, NEW, 0);
    }
    register("small", "small-1", NEW, 0);
    register("small", "small-2", NEW, 0);

    assertThat(takeAll().subList(0, 4)).containsExactly("big-0", "small-1", "big-1", "small-2");
  }

  @Test
  void running_jobs_that_a_list_shows_go_before_the_turns_of_namespaces() {
    PollSchedule listing =
        new PollSchedule(new RequestBudget(2, 2, START), Duration.ofSeconds(10), START);
    for (int i = 0; i < 300; i++) {
      ResourceKey resource = new ResourceKey("namespace-" + i % 50, "r-" + i);
      listing.register(resource, pollRequest("job-" + i, NEW, 0, null, null), now);
    }
    ListPage page = new ListPage(List.of(running("job-107"), running("job-57")), null);
    listing.listed((ListCall) listing.take(now), page, now);

    List<String> polls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      now = now.plusSeconds(1);
      Call call = listing.take(now);
      if (call instanceof Poll poll) {
        polls.add(poll.jobName());
        listing.ended(poll, found(), now);
      } else if (call instanceof ListCall list) {
        listing.listed(list, page, now);
      }
    }

    assertThat(polls).startsWith("job-107", "job-57", "job-0");
  }

  private static ListedJob running(String name) {
    return new ListedJob(name, "INPROGRESS", START, START);
  }

  @Test
  void jobs_that_a_list_shows_running_leave_the_others_a_tenth() {
    PollSchedule listing =
        new PollSchedule(new RequestBudget(2, 2, START), Duration.ofSeconds(10), START);
    List<ListedJob> running = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      listing.register(
          new ResourceKey("big", "r-" + i), pollRequest("job-" + i, NEW, 0, null, null), now);
      running.add(running("job-" + i));
    }
    listing.register(new ResourceKey("small", "r"), pollRequest("mine", NEW, 0, null, null), now);
    listing.listed((ListCall) listing.take(now), new ListPage(running, null), now);

    List<String> polls = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      now = now.plusSeconds(1);
      if (listing.take(now) instanceof Poll poll) {
        polls.add(poll.jobName());
        listing.ended(poll, found(), now);
      }
    }

    assertThat(polls.subList(0, 10)).contains("mine");
  }

  @Test
  void without_lists_finished_jobs_are_checked_by_describing_one_after_the_other() {
    schedule.startAudit(finished(3), now);

    List<String> polls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Poll poll = (Poll) schedule.take(now);
      polls.add(poll.jobName());
      end(poll, found());
      assertThat(schedule.take(now)).isNull();
      now = i < 2 ? schedule.nextTakeTime(now) : now;
    }

    assertThat(polls).containsExactlyInAnyOrder("job-0", "job-1", "job-2");
    assertThat(now).isEqualTo(START.plusSeconds(140));
    assertThat(schedule.nextTakeTime(now)).isNull();
  }

  @Test
  void check_waits_for_an_hour_where_its_describes_are_refused() {
    schedule.startAudit(finished(5), now);

    for (int i = 0; i < 3; i++) {
      end((Poll) schedule.take(now), new Observation.Denied("may not describe", now));
      now = i < 2 ? schedule.nextTakeTime(now) : now;
    }

    assertThat(schedule.nextTakeTime(now)).isEqualTo(now.plusSeconds(3600));
  }

  @Test
  void check_goes_on_though_one_job_is_refused_again_and_again() {
    schedule.startAudit(finished(5), now);
    Set<String> polled = new HashSet<>();

    for (int i = 0; i < 50 && polled.size() < 5; i++) {
      Poll poll = (Poll) schedule.take(now);
      polled.add(poll.jobName());
      end(poll, new Observation.Denied("may not describe", now));
      if (poll.jobName().equals("job-0")) {
        schedule.register(
            new ResourceKey("a", "r-0"), pollRequest("job-0", RETRIED, 900, null, now), now);
      }
      now = schedule.nextTakeTime(now);
    }

    assertThat(polled).hasSize(5);
    assertThat(now).isBefore(START.plus(Duration.ofHours(4)));
  }

  @Test
  void jobs_that_have_polls_of_their_own_do_not_hold_the_check_up() {
    for (int i = 0; i < 20; i++) {
      schedule.register(
          new ResourceKey("a", "r-" + i), pollRequest("job-" + i, DUE, 200_000, null, null), now);
      schedule.register(
          new ResourceKey("a", "r-" + (20 + i)),
          pollRequest("other-" + i, DUE, 200_000, null, null),
          now);
    }
    schedule.startAudit(finished(41), now);
    List<String> polls = new ArrayList<>();

    while (now.isBefore(START.plus(Duration.ofDays(1)))) {
      if (schedule.take(now) instanceof Poll poll) {
        polls.add(poll.jobName());
        end(poll, found());
      }
      now = now.plusSeconds(10);
    }

    assertThat(polls).containsExactly("job-40");
  }

  @Test
  void resource_that_is_gone_or_suspended_since_the_check_began_is_not_checked() {
    schedule.startAudit(finished(3), now);
    schedule.forget(new ResourceKey("a", "r-1"), now);
    List<String> polls = new ArrayList<>();

    for (Instant next = now; next != null; next = schedule.nextTakeTime(now)) {
      now = next;
      if (schedule.take(now) instanceof Poll poll) {
        polls.add(poll.jobName());
        end(poll, found());
      }
    }

    assertThat(polls).containsExactlyInAnyOrder("job-0", "job-2");
  }

  @Test
  void finished_job_that_waits_to_be_checked_is_no_resource_that_news_of_the_account_concern() {
    PollSchedule slow = new PollSchedule(new RequestBudget(1, 1, START), Duration.ZERO, START);
    slow.register(new ResourceKey("a", "r"), pollRequest("job", DUE, 0, null, null), now);
    slow.take(now);
    slow.startAudit(finished(1), now);
    slow.take(now);

    assertThat(slow.jobOf(new ResourceKey("a", "r-0"))).isEqualTo("job-0");
    assertThat(slow.resources()).containsExactly(new ResourceKey("a", "r"));
  }

  @Test
  void jobs_to_be_checked_do_not_pile_up_where_nothing_is_described() {
    List<FinishedJob> finished = finished(1000);
    schedule.startAudit(finished, now);
    Observation down = new Observation.Unavailable("no answer", now);
    for (int i = 0; i < 3; i++) {
      end((Poll) schedule.take(now), down);
      now = now.plusSeconds(400);
    }

    schedule.take(now);
    for (int i = 0; i < 1000; i++) {
      now = now.plusSeconds(100);
      assertThat(schedule.take(now)).isNull();
    }

    assertThat(finished.stream().filter(job -> schedule.jobOf(job.resource()) != null))
        .hasSizeLessThan(20);
  }

  private static List<FinishedJob> finished(int count) {
    List<FinishedJob> finished = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      finished.add(new FinishedJob(new ResourceKey("a", "r-" + i), "job-" + i, START));
    }
    return finished;
  }

  @Test
  void ten_resources_of_one_job_cost_one_poll() {
    for (int i = 0; i < 10; i++) {
      schedule.register(
          new ResourceKey("ns-" + i, "r"), pollRequest("job", NEW, 0, null, null), now);
    }

    Poll poll = (Poll) schedule.take(now);
    assertThat(schedule.take(now)).isNull();
    assertThat(schedule.resourcesOf("job")).hasSize(10);
    end(poll, found());
    assertThat(schedule.take(now)).isNull();
  }

  @Test
  void one_poll_answers_the_requests_of_all_its_resources() {
    ResourceKey one = new ResourceKey("a", "one");
    ResourceKey two = new ResourceKey("b", "two");
    schedule.register(one, pollRequest("job", REQUESTED, 0, "x", null), now);
    schedule.register(two, pollRequest("job", REQUESTED, 0, "y", null), now);

    assertThat(((Poll) schedule.take(now)).requests()).isEqualTo(Map.of(one, "x", two, "y"));
  }

  @Test
  void same_wish_again_changes_nothing() {
    register("a", "first", NEW, 0);
    register("a", "second", NEW, 0);
    register("a", "first", NEW, 0);

    assertThat(takeAll()).containsExactly("first", "second");
  }

  @Test
  void new_wish_takes_the_place_of_the_old() {
    register("a", "job", DUE, 30);
    register("a", "job", DUE, 60);
    assertThat(schedule.nextTakeTime(now)).isEqualTo(START.plusSeconds(60));

    register("a", "job", NEW, 0);

    assertThat(schedule.nextTakeTime(now)).isEqualTo(now);
  }

  @Test
  void request_made_while_a_poll_is_under_way_has_a_poll_of_its_own() {
    ResourceKey resource = new ResourceKey("a", "job");
    schedule.register(resource, pollRequest("job", REQUESTED, 0, "one", null), now);
    Poll poll = (Poll) schedule.take(now);
    schedule.register(resource, pollRequest("job", REQUESTED, 0, "two", null), now);
    assertThat(schedule.take(now)).isNull();

    end(poll, found());
    now = now.plusSeconds(5);

    assertThat(((Poll) schedule.take(now)).requests()).containsEntry(resource, "two");
  }

  @Test
  void request_already_answered_is_not_polled_for_again() {
    ResourceKey resource = new ResourceKey("a", "job");
    PollRequest request = pollRequest("job", REQUESTED, 0, "one", null);
    schedule.register(resource, request, now);
    end((Poll) schedule.take(now), found());

    schedule.register(resource, request, now);

    assertThat(schedule.take(now)).isNull();
  }

  @Test
  void wish_decided_before_the_last_poll_is_void() {
    register("a", "job", NEW, 0);
    end((Poll) schedule.take(now), found());
    Instant polled = now;

    register("a", "job", NEW, 0);
    assertThat(schedule.take(now)).isNull();

    schedule.register(new ResourceKey("a", "job"), pollRequest("job", DUE, 0, null, polled), now);
    assertThat(schedule.take(now)).isNotNull();
  }

  @Test
  void wish_of_before_the_poll_is_void_though_it_was_written_while_the_poll_ran() {
    register("a", "job", NEW, 0);
    Poll poll = (Poll) schedule.take(now);
    schedule.register(
        new ResourceKey("a", "job"), pollRequest("job", NEW, 0, null, null).asWritten(), now);

    end(poll, found());

    assertThat(schedule.take(now)).isNull();
  }

  @Test
  void job_is_polled_again_at_its_period_though_no_wish_comes() {
    register("a", "job", NEW, 0);
    for (int i = 0; i < 3; i++) {
      end((Poll) schedule.take(now), described("INPROGRESS"));

      assertThat(schedule.take(now)).isNull();
      assertThat(schedule.nextTakeTime(now)).isEqualTo(now.plusSeconds(30));
      now = now.plusSeconds(30);
    }
  }

  @Test
  void oldest_poll_counts_a_job_whose_wish_did_not_come() {
    register("a", "job", NEW, 0);
    end((Poll) schedule.take(now), described("INPROGRESS"));

    assertThat(schedule.oldestPoll(now.plusSeconds(70))).isEqualTo(Duration.ofSeconds(70));
  }

  @Test
  void job_that_ended_is_polled_again_until_its_resource_is_forgotten() {
    register("a", "job", NEW, 0);
    end((Poll) schedule.take(now), described("COMPLETED"));
    assertThat(schedule.nextTakeTime(now)).isEqualTo(now.plusSeconds(30));

    schedule.forget(new ResourceKey("a", "job"), now);

    assertThat(schedule.nextTakeTime(now)).isNull();
  }

  @Test
  void forgotten_resource_is_not_polled_for() {
    register("a", "job", NEW, 0);

    schedule.forget(new ResourceKey("a", "job"), now);

    assertThat(schedule.take(now)).isNull();
    assertThat(schedule.resources()).isEmpty();
    assertThat(schedule.oldestPoll(now.plusSeconds(9))).isZero();
  }

  @Test
  void job_is_polled_for_the_resources_that_remain() {
    schedule.register(new ResourceKey("a", "one"), pollRequest("job", NEW, 0, null, null), now);
    schedule.register(new ResourceKey("b", "two"), pollRequest("job", DUE, 50, null, null), now);

    schedule.forget(new ResourceKey("a", "one"), now);

    assertThat(schedule.nextTakeTime(now)).isEqualTo(START.plusSeconds(50));
  }

  @Test
  void resource_forgotten_during_its_poll_leaves_nothing_behind() {
    register("a", "job", NEW, 0);
    Poll poll = (Poll) schedule.take(now);
    schedule.forget(new ResourceKey("a", "job"), now);

    end(poll, found());

    assertThat(schedule.resources()).isEmpty();
    assertThat(schedule.nextTakeTime(now)).isNull();
  }

  @Test
  void account_that_fails_as_a_whole_is_probed_with_single_calls_farther_and_farther_apart() {
    for (int i = 0; i < 100; i++) {
      register("a", "job-" + i, NEW, 0);
    }
    end((Poll) schedule.take(now), new Observation.Unavailable("", now));
    end((Poll) schedule.take(now), new Observation.CredentialsRefused("", now));

    for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
      Instant probe = now.plusSeconds(seconds);
      assertThat(schedule.nextTakeTime(now)).isEqualTo(probe);
      assertThat(schedule.take(probe.minusMillis(1))).isNull();
      Poll poll = (Poll) schedule.take(probe);
      assertThat(schedule.take(probe)).isNull();
      assertThat(schedule.nextTakeTime(probe)).isNull();
      now = probe;
      end(poll, new Observation.Unavailable("", now));
    }
  }

  @Test
  void jobs_whose_answers_cannot_be_read_do_not_slow_the_others() {
    for (int i = 0; i < 100; i++) {
      register("a", "job-" + i, NEW, 0);
    }
    for (int i = 0; i < 10; i++) {
      end((Poll) schedule.take(now), new Observation.Unreadable("", now));
    }

    assertThat(schedule.take(now)).isNotNull();
  }

  @Test
  void account_that_answers_again_is_polled_as_before() {
    for (int i = 0; i < 10; i++) {
      register("a", "job-" + i, NEW, 0);
    }
    end((Poll) schedule.take(now), new Observation.Unavailable("", now));
    end((Poll) schedule.take(now), new Observation.Unavailable("", now));
    now = now.plusSeconds(1);
    end((Poll) schedule.take(now), found());

    assertThat(takeAll()).hasSize(7);
    assertThat(schedule.health().answered()).isTrue();
  }

  @Test
  void throttling_slows_down_but_does_not_probe() {
    for (int i = 0; i < 10; i++) {
      register("a", "job-" + i, NEW, 0);
    }
    for (int i = 0; i < 3; i++) {
      end((Poll) schedule.take(now), new Observation.Throttled("", now));
    }

    assertThat(schedule.rate()).isEqualTo(500);
    assertThat(schedule.take(now)).isNotNull();
    assertThat(schedule.take(now)).isNotNull();
  }

  @Test
  void oldest_poll_is_of_the_job_longest_not_polled() {
    register("a", "one", NEW, 30);
    now = now.plusSeconds(10);
    register("a", "two", NEW, 30);

    assertThat(schedule.oldestPoll(now.plusSeconds(5))).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void absent_job_that_is_looked_for_seldom_is_no_old_poll() {
    register("a", "absent", RETRIED, 900);

    assertThat(schedule.oldestPoll(now.plusSeconds(600))).isZero();
  }

  private void register(String namespace, String job, Urgency urgency, int dueInSeconds) {
    schedule.register(
        new ResourceKey(namespace, job), pollRequest(job, urgency, dueInSeconds, null, null), now);
  }

  private PollRequest pollRequest(
      String job, Urgency urgency, int dueInSeconds, String request, Instant lastPollTime) {
    return new PollRequest(
        new JobKey(PLACE, job),
        urgency,
        now.plusSeconds(dueInSeconds),
        request,
        lastPollTime,
        Duration.ofSeconds(30),
        null,
        true);
  }

  private List<String> takeAll() {
    List<String> taken = new ArrayList<>();
    for (Poll poll = (Poll) schedule.take(now); poll != null; poll = (Poll) schedule.take(now)) {
      taken.add(poll.jobName());
    }
    return taken;
  }

  private void end(Poll poll, Observation observation) {
    schedule.ended(poll, observation, now);
  }

  private Observation found() {
    return new Observation.Absent(null, now);
  }

  private Observation described(String status) {
    return ListedAccount.found("job", status, START, START, now);
  }
}

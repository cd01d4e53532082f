package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which resources the check of finished jobs finds gone, whatever happens during a pass. */
class AuditPassTest {

  private static final Duration DAY = Duration.ofHours(25);

  private final AuditedAccount account = new AuditedAccount();

  @Test
  void each_of_2000_resources_is_found_gone_by_the_next_check_though_all_others_are_reconciled() {
    for (int i = 0; i < 200; i++) {
      for (char team = 'a'; team <= 'j'; team++) {
        String name = "job-%03d".formatted(i);
        add("team-" + team, name, team + "-" + name);
      }
    }
    List<ResourceKey> all = List.copyOf(account.resources());
    for (int first = 0; first < all.size(); first += 10) {
      List<ResourceKey> gone = all.subList(first, first + 10);
      gone.forEach(resource -> account.remove(jobOf(resource)));
      account.foundGone.clear();
      account.beforePage(
          once(
              () ->
                  all.stream()
                      .filter(resource -> !gone.contains(resource))
                      .forEach(account::reconcile)));

      account.pass(Duration.ofHours(25));

      assertThat(account.foundGone).containsAll(gone);
      gone.forEach(resource -> account.putBack(jobOf(resource)));
    }
  }

  @Test
  void each_resource_of_a_job_that_is_gone_is_told() {
    account.add(new ResourceKey("team-a", "mine"), "job", AuditedAccount.START);
    account.add(new ResourceKey("team-b", "mine"), "job", AuditedAccount.START);
    account.add(new ResourceKey("team-b", "other"), "job", AuditedAccount.START);
    account.remove("job");

    account.pass(Duration.ofHours(2));

    assertThat(account.foundGone).containsExactlyInAnyOrderElementsOf(account.resources());
    assertThat(account.calls).containsExactly("list", "job");
  }

  @Test
  void resource_whose_job_another_one_waits_for_is_told_that_it_is_gone() {
    add("team-a", "finished", "job");
    account.remove("job");
    account.schedule.register(
        new ResourceKey("team-b", "new"), pollRequest("job", Duration.ofDays(7)), account.now());

    account.pass(DAY);

    assertThat(account.foundGone).contains(new ResourceKey("team-a", "finished"));
  }

  @Test
  void resource_that_is_reconciled_while_its_job_is_looked_for_is_checked_all_the_same() {
    add("team-a", "one", "one");
    add("team-a", "two", "two");
    account.remove("one");
    account.beforePage(once(() -> account.reconcile(new ResourceKey("team-a", "one"))));

    account.pass(Duration.ofHours(2));

    assertThat(account.foundGone).containsExactly(new ResourceKey("team-a", "one"));
    assertThat(account.calls).containsExactly("list", "list", "one");
  }

  @Test
  void without_lists_resource_that_is_reconciled_before_its_turn_is_checked_all_the_same() {
    account.refuseLists();
    add("team-a", "one", "one");
    add("team-a", "two", "two");
    account.remove("one");
    account.pass(Duration.ofHours(1));
    account.reconcile(new ResourceKey("team-a", "one"));

    account.pass(Duration.ofHours(1));

    assertThat(account.foundGone).containsExactly(new ResourceKey("team-a", "one"));
  }

  @Test
  void job_that_an_account_in_trouble_did_not_tell_of_is_described_again() {
    for (int i = 0; i < 3; i++) {
      add("team-a", "job-" + i, "job-" + i);
    }
    account.remove("job-1");
    account.nextDescribe("job-1", now -> new Observation.Throttled("slow down", now));

    account.pass(Duration.ofHours(2));

    assertThat(account.foundGone).containsExactly(new ResourceKey("team-a", "job-1"));
    assertThat(account.calls).containsExactly("list", "job-1", "job-1");
  }

  @Test
  void jobs_made_again_under_their_names_confirm_the_page_that_lacks_them() {
    for (int i = 0; i < 300; i++) {
      add("team-a", "job-" + i, "job-" + i);
      account.remove("job-" + i);
    }

    account.pass(Duration.ofHours(2));

    assertThat(account.foundGone).hasSize(300);
    assertThat(account.calls).hasSize(301);
  }

  @Test
  void pages_are_few_though_all_resources_are_reconciled_all_the_time() {
    for (int i = 0; i < 300; i++) {
      add("team-a", "job-" + i, "job-" + i);
    }
    account.remove("job-7");
    account.beforePage(() -> account.resources().forEach(account::reconcile));

    account.pass(Duration.ofHours(25));

    assertThat(account.calls).hasSizeLessThan(1000);
  }

  @Test
  void many_jobs_that_end_within_a_day_do_not_delay_the_check_of_those_before() {
    for (int i = 0; i < 50; i++) {
      add("team-a", "old-" + i, "old-" + i);
    }
    account.pass(Duration.ofHours(2));
    account.remove("old-49");
    Instant removed = account.now();
    for (int i = 0; i < 5_000; i++) {
      account.add(
          new ResourceKey("team-a", "new-" + i), "new-" + i, removed.plusSeconds(5_000 - i));
    }

    account.pass(Duration.ofHours(23).plusMinutes(30));

    assertThat(account.foundGone).containsExactly(new ResourceKey("team-a", "old-49"));
  }

  @Test
  void lists_that_are_refused_from_one_day_to_the_next_do_not_delay_the_check() {
    for (int i = 0; i < 3_000; i++) {
      add("team-a", "job-" + i, "job-" + i);
    }
    account.pass(Duration.ofHours(2));
    account.remove("job-2999");
    account.remove("job-0");
    account.refuseLists();

    account.pass(DAY);

    assertThat(account.foundGone)
        .containsExactlyInAnyOrder(
            new ResourceKey("team-a", "job-0"), new ResourceKey("team-a", "job-2999"));
  }

  @Test
  void resources_that_take_other_jobs_while_theirs_wait_to_be_described_do_not_stop_the_check() {
    Instant now = AuditedAccount.START.plus(Duration.ofMinutes(61));
    PollSchedule schedule =
        new PollSchedule(
            new RequestBudget(1, 1, now), Duration.ofSeconds(10), AuditedAccount.START);
    List<FinishedJob> gone =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    new FinishedJob(
                        new ResourceKey("team-a", "job-" + i),
                        "job-" + i,
                        AuditedAccount.START.minusSeconds(i)))
            .toList();
    schedule.startAudit(gone, now);
    schedule.listed((ListCall) schedule.take(now), new ListPage(List.of(), null), now);
    assertThat(schedule.take(now)).as("without a token").isNull();

    for (FinishedJob job : gone.subList(0, 5)) {
      PollRequest other = pollRequest("other-" + job.jobName(), Duration.ofDays(7));
      schedule.register(job.resource(), other, now);
    }

    List<String> described = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      now = now.plusSeconds(1);
      if (schedule.take(now) instanceof Poll poll) {
        described.add(poll.jobName());
        schedule.ended(poll, new Observation.Absent(null, now), now);
      }
    }
    assertThat(described).contains("job-5", "job-6", "job-7", "job-8", "job-9");
  }

  private void add(String namespace, String name, String jobName) {
    Instant created = AuditedAccount.START.minusSeconds(60L * account.size() + 60);
    account.add(new ResourceKey(namespace, name), jobName, created);
  }

  private static String jobOf(ResourceKey resource) {
    return resource.namespace().substring(5) + "-" + resource.name();
  }

  private static Runnable once(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  private static PollRequest pollRequest(String jobName, Duration in) {
    return new PollRequest(
        new JobKey(new AccountRegion(AccountRegion.OPERATOR, "us-east-1"), jobName),
        Urgency.RETRIED,
        AuditedAccount.START.plus(in),
        null,
        null,
        Duration.ofSeconds(30),
        null,
        true);
  }
}

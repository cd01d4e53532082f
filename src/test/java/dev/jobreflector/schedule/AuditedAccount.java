package dev.jobreflector.schedule;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescriptionBuilder;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A schedule whose finished jobs are checked, and an account that answers it at once: resources
 * that show finished jobs, of which some are gone.
 */
final class AuditedAccount {

  static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final int JOBS_ON_A_PAGE = 100;

  final PollSchedule schedule;

  /** The resources whose job a describe found gone, each time. */
  final List<ResourceKey> foundGone = new ArrayList<>();

  /** What was called: pages by "list", describes by the name of their job. */
  final List<String> calls = new ArrayList<>();

  private final Map<ResourceKey, FinishedJob> resources = new LinkedHashMap<>();
  private final Map<String, ListedJob> jobs = new HashMap<>();
  private final NavigableSet<ListedJob> newestFirst =
      new TreeSet<>(
          Comparator.comparing(ListedJob::creationTime).reversed().thenComparing(ListedJob::name));
  private final Set<String> gone = new LinkedHashSet<>();
  private final Map<String, Function<Instant, Observation>> answers = new HashMap<>();
  private Runnable beforePage = () -> {};
  private boolean listing = true;
  private Instant now = START;

  /** An account without resources, whose operator starts now. */
  AuditedAccount() {
    RequestBudget budget = new RequestBudget(1000, 10, START);
    schedule = new PollSchedule(budget, Duration.ofSeconds(10), START);
  }

  Instant now() {
    return now;
  }

  void add(ResourceKey resource, String jobName, Instant creationTime) {
    resources.put(resource, new FinishedJob(resource, jobName, creationTime));
    jobs.put(jobName, new ListedJob(jobName, "COMPLETED", creationTime, null));
    newestFirst.add(jobs.get(jobName));
  }

  Collection<ResourceKey> resources() {
    return List.copyOf(resources.keySet());
  }

  int size() {
    return resources.size();
  }

  void remove(String jobName) {
    gone.add(jobName);
    newestFirst.remove(jobs.get(jobName));
  }

  void putBack(String jobName) {
    gone.remove(jobName);
    newestFirst.add(jobs.get(jobName));
  }

  /** The next describe of this job ends so. */
  void nextDescribe(String jobName, Function<Instant, Observation> answer) {
    answers.put(jobName, answer);
  }

  void refuseLists() {
    listing = false;
  }

  /** Is done while each page is on its way. */
  void beforePage(Runnable action) {
    beforePage = action;
  }

  /** A resource is reconciled and wants nothing polled, as one of a finished job. */
  void reconcile(ResourceKey resource) {
    schedule.forget(resource, now);
  }

  /** Lets so much time pass. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    while (true) {
      if (schedule.isAuditDue(now)) {
        schedule.startAudit(resources.values(), now);
      }
      for (Call call = schedule.take(now); call != null; call = schedule.take(now)) {
        answer(call);
      }
      Instant next = earliest(schedule.nextTakeTime(now), schedule.nextAuditTime());
      if (next == null || next.isAfter(end)) {
        now = end;
        return;
      }
      now = next.isAfter(now) ? next : now.plusMillis(1);
    }
  }

  private void answer(Call call) {
    if (call instanceof Poll poll) {
      calls.add(poll.jobName());
      Set<ResourceKey> concerned = schedule.resourcesOf(poll.jobName());
      Observation answer = observation(poll.jobName());
      schedule.ended(poll, answer, now);
      if (answer instanceof Observation.Absent) {
        foundGone.addAll(concerned);
      }
      if (!(answer instanceof Observation.AccountFailure)) {
        concerned.forEach(this::reconcile);
      }
    } else if (call instanceof ListCall list) {
      calls.add("list");
      if (listing) {
        beforePage.run();
        schedule.listed(list, page(list), now);
      } else {
        schedule.listFailed(list, new Observation.Denied("may not list", now), now);
      }
    }
  }

  private Observation observation(String jobName) {
    Function<Instant, Observation> answer = answers.remove(jobName);
    if (answer != null) {
      return answer.apply(now);
    }
    return gone.contains(jobName)
        ? new Observation.Absent(null, now)
        : new Observation.Found(description(jobName), null, now);
  }

  private ListPage page(ListCall call) {
    Instant before = call.request().creationTimeBefore();
    NavigableSet<ListedJob> rest =
        before == null
            ? newestFirst
            : newestFirst.tailSet(new ListedJob("\uffff", "", before, null), false);
    List<ListedJob> page = rest.stream().limit(JOBS_ON_A_PAGE + 1L).toList();
    return page.size() <= JOBS_ON_A_PAGE
        ? new ListPage(page, null)
        : new ListPage(page.subList(0, JOBS_ON_A_PAGE), "token");
  }

  private OptimizationJobDescription description(String jobName) {
    return OptimizationJobDescriptionBuilder.builder()
        .optimizationJobArn("arn")
        .optimizationJobStatus("COMPLETED")
        .creationTime(jobs.get(jobName).creationTime())
        .optimizationJobName(jobName)
        .build();
  }

  private static @Nullable Instant earliest(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }
}

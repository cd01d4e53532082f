package dev.jobreflector.schedule;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescriptionBuilder;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

/** The jobs of an account whose lists answer, fail, are refused and lie at random. */
final class ListedAccount {

  private static final int JOBS_ON_A_PAGE = 100;

  /** How lists behave for a while. */
  enum Lists {
    HONEST,
    UNAVAILABLE,
    THROTTLED,
    REFUSED,
    TOKENS_REFUSED,
    EMPTY_PAGES_WITHOUT_END,
    SAME_PAGE_WITHOUT_END,
    SOME_JOBS_LEFT_OUT,
    WRONG_STATES
  }

  private static final Comparator<ListedJob> NEWEST_FIRST =
      Comparator.comparing(ListedJob::creationTime).thenComparing(ListedJob::name).reversed();

  private final NavigableSet<ListedJob> jobs = new TreeSet<>(NEWEST_FIRST);
  private final Map<String, ListedJob> byName = new HashMap<>();
  private final Random random;
  private Lists lists = Lists.HONEST;

  ListedAccount(Random random) {
    this.random = random;
  }

  void put(String name, String status, Instant created, Instant modified) {
    remove(name);
    ListedJob job = new ListedJob(name, status, created, modified);
    byName.put(name, job);
    jobs.add(job);
  }

  void remove(String name) {
    ListedJob removed = byName.remove(name);
    if (removed != null) {
      jobs.remove(removed);
    }
  }

  /** The job as it is; null where there is none. */
  ListedJob get(String name) {
    return byName.get(name);
  }

  void lists(Lists mood) {
    lists = mood;
  }

  int size() {
    return jobs.size();
  }

  Observation describe(String name, Instant now) {
    ListedJob job = byName.get(name);
    return job == null
        ? new Observation.Absent(null, now)
        : found(
            job.name(),
            job.optimizationJobStatus(),
            job.creationTime(),
            job.lastModifiedTime(),
            now);
  }

  static Observation.Found found(
      String name, String status, Instant created, Instant modified, Instant now) {
    OptimizationJobDescription description =
        OptimizationJobDescriptionBuilder.builder()
            .optimizationJobArn("arn:aws:sagemaker:us-east-1:123456789012:optimization-job/" + name)
            .optimizationJobStatus(status)
            .creationTime(created)
            .lastModifiedTime(modified)
            .optimizationJobName(name)
            .deploymentInstanceType("ml.g5.2xlarge")
            .roleArn("arn:aws:iam::123456789012:role/optimizer")
            .build();
    return new Observation.Found(description, null, now);
  }

  /** A page, or the failure in its place. */
  Object answer(ListCall call, Instant now) {
    return switch (lists) {
      case HONEST -> page(call);
      case UNAVAILABLE -> new Observation.Unavailable("no answer", now);
      case THROTTLED -> new Observation.Throttled("slow down", now);
      case REFUSED -> new Observation.Denied("may not list", now);
      case TOKENS_REFUSED ->
          call.request().nextToken() == null
              ? page(call)
              : new Observation.Misconfigured("token", now);
      case EMPTY_PAGES_WITHOUT_END -> new ListPage(List.of(), "more");
      case SAME_PAGE_WITHOUT_END -> new ListPage(firstPage(), "more-" + random.nextInt());
      case SOME_JOBS_LEFT_OUT -> altered(page(call), job -> random.nextInt(5) == 0 ? null : job);
      case WRONG_STATES ->
          altered(
              page(call),
              job ->
                  random.nextInt(5) == 0
                      ? new ListedJob(
                          job.name(), "STOPPING", job.creationTime(), job.lastModifiedTime())
                      : job);
    };
  }

  private interface Change {
    ListedJob of(ListedJob job);
  }

  private static ListPage altered(ListPage page, Change change) {
    List<ListedJob> altered = new ArrayList<>();
    for (ListedJob job : page.jobs()) {
      ListedJob other = change.of(job);
      if (other != null) {
        altered.add(other);
      }
    }
    return new ListPage(altered, page.nextToken());
  }

  private List<ListedJob> firstPage() {
    return jobs.stream().limit(JOBS_ON_A_PAGE).toList();
  }

  private ListPage page(ListCall call) {
    List<ListedJob> page = new ArrayList<>();
    ListedJob last = call.request().nextToken() == null ? null : at(call.request().nextToken());
    for (ListedJob job : last == null ? jobs : jobs.tailSet(last, false)) {
      if (call.request().creationTimeAfter() != null
          && !job.creationTime().isAfter(call.request().creationTimeAfter())) {
        break;
      }
      boolean wanted =
          call.request().statusEquals() == null
              || call.request().statusEquals().equals(job.optimizationJobStatus());
      boolean before =
          call.request().creationTimeBefore() == null
              || job.creationTime().isBefore(call.request().creationTimeBefore());
      if (wanted && before) {
        if (page.size() == JOBS_ON_A_PAGE) {
          return new ListPage(page, tokenAfter(page.get(JOBS_ON_A_PAGE - 1)));
        }
        page.add(job);
      }
    }
    return new ListPage(page, null);
  }

  private static String tokenAfter(ListedJob job) {
    return job.creationTime().toEpochMilli() + "|" + job.name();
  }

  private static ListedJob at(String token) {
    String[] parts = token.split("\\|", 2);
    return parts.length < 2
        ? null
        : new ListedJob(parts[1], "", Instant.ofEpochMilli(Long.parseLong(parts[0])), null);
  }
}

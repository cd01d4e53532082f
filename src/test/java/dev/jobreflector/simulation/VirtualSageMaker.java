package dev.jobreflector.simulation;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall;
import dev.jobreflector.schedule.ListPage;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The jobs of one account and region, and the two questions that are asked about them. */
final class VirtualSageMaker {

  private static final int JOBS_ON_A_PAGE = 100;

  /** Of the first page with jobs, where an empty one comes before it. */
  private static final String FIRST_TOKEN = "first";

  private static final String STRANGERS = "stranger-";

  private record Position(Instant creationTime, String name) {}

  private static final Comparator<Position> NEWEST_FIRST =
      Comparator.comparing(Position::creationTime).thenComparing(Position::name).reversed();

  private final Map<String, VirtualJob> jobs = new HashMap<>();
  private final NavigableMap<Position, ListedJob> all = new TreeMap<>(NEWEST_FIRST);
  private final Map<String, NavigableMap<Position, ListedJob>> byStatus = new HashMap<>();
  private final Set<String> hidden = new HashSet<>();
  private final Map<String, VirtualJob> described = new HashMap<>();
  private ListMood mood = ListMood.HONEST;
  private final Set<String> denied = new HashSet<>();
  private Lie lie = (call, page) -> page;
  private Consumer<String> onChecked = name -> {};
  private @Nullable Function<Instant, Observation> failure;

  /** How lists behave. */
  enum ListMood {
    HONEST,
    REFUSED,
    UNAVAILABLE,
    THROTTLED,
    EMPTY_PAGES,
    SAME_PAGE_WITHOUT_END,
    OTHER_JOBS_WITHOUT_END,
    ONE_EMPTY_PAGE,
    TOKENS_REFUSED,
    SECOND_PAGES_THROTTLED
  }

  /** What honest lists tell in place of the page that is asked for. */
  interface Lie {
    ListPage tell(ListCall call, ListPage page);
  }

  void put(VirtualJob job) {
    remove(job.name());
    jobs.put(job.name(), job);
    Position position = position(job.listed());
    all.put(position, job.listed());
    ofStatus(job.listed().optimizationJobStatus()).put(position, job.listed());
  }

  void remove(String name) {
    VirtualJob removed = jobs.remove(name);
    if (removed != null) {
      Position position = position(removed.listed());
      all.remove(position);
      ofStatus(removed.listed().optimizationJobStatus()).remove(position);
    }
  }

  /** The job of this name as it is now; null if there is none. */
  @Nullable VirtualJob find(String name) {
    return jobs.get(name);
  }

  VirtualJob get(String name) {
    VirtualJob job = jobs.get(name);
    if (job == null) {
      throw new IllegalArgumentException("no job " + name);
    }
    return job;
  }

  /** Lists leave this job out from now on. */
  void hideFromLists(String name) {
    hidden.add(name);
  }

  void showInLists(String name) {
    hidden.remove(name);
  }

  /** Describes go on to tell this job as it is now, whatever becomes of it. */
  void freezeDescribes(String name) {
    described.put(name, get(name));
  }

  void thawDescribes(String name) {
    described.remove(name);
  }

  /** Describes of this job are refused from now on. */
  void denyDescribes(String name) {
    denied.add(name);
  }

  /** Each describe fails so from now on. */
  void describesFail(Function<Instant, Observation> newFailure) {
    failure = newFailure;
  }

  void lists(ListMood newMood) {
    mood = newMood;
  }

  /** Honest lists tell pages as this one does from now on. */
  void pages(Lie newLie) {
    lie = newLie;
  }

  /** Is told the name of each job that is described, or on a page of the daily check. */
  void onChecked(Consumer<String> listener) {
    onChecked = listener;
  }

  /** Describes get no answer from now on, or do again. */
  void failDescribes(boolean fail) {
    failure = fail ? time -> new Observation.Unavailable("no answer", time) : null;
  }

  /** The job as it is now, in an answer that comes at {@code answerTime}. */
  Observation describe(String name, Instant answerTime) {
    onChecked.accept(name);
    if (denied.contains(name)) {
      return new Observation.Denied("may not describe", answerTime);
    }
    if (failure != null) {
      return failure.apply(answerTime);
    }
    VirtualJob job = described.getOrDefault(name, jobs.get(name));
    return job == null
        ? new Observation.Absent(VirtualJob.ACCOUNT, answerTime)
        : new Observation.Found(job.description(), VirtualJob.ACCOUNT, answerTime);
  }

  /** A page as it is now, or the failure that stands for it, which comes at {@code answerTime}. */
  Object list(ListCall call, Instant answerTime) {
    Object answer = answer(call, answerTime);
    if (call.purpose() == ListCall.Purpose.AUDIT && answer instanceof ListPage page) {
      page.jobs().stream()
          .filter(job -> all.containsKey(position(job)))
          .forEach(job -> onChecked.accept(job.name()));
    }
    return answer;
  }

  private Object answer(ListCall call, Instant answerTime) {
    return switch (mood) {
      case REFUSED -> new Observation.Denied("may not list", answerTime);
      case UNAVAILABLE -> new Observation.Unavailable("no answer", answerTime);
      case THROTTLED -> new Observation.Throttled("slow down", answerTime);
      case EMPTY_PAGES -> new ListPage(List.of(), "more");
      case SAME_PAGE_WITHOUT_END ->
          new ListPage(
              all.values().stream().limit(JOBS_ON_A_PAGE).toList(), "after-" + call.startTime());
      case OTHER_JOBS_WITHOUT_END -> strangers(call);
      case ONE_EMPTY_PAGE ->
          call.request().nextToken() == null ? new ListPage(List.of(), FIRST_TOKEN) : page(call);
      case TOKENS_REFUSED ->
          call.request().nextToken() == null
              ? page(call)
              : new Observation.Misconfigured("NextToken is not valid", answerTime);
      case SECOND_PAGES_THROTTLED ->
          call.request().nextToken() == null
              ? page(call)
              : new Observation.Throttled("slow down", answerTime);
      case HONEST -> lie.tell(call, page(call));
    };
  }

  /** Jobs that nobody knows, older with each page. */
  private static ListPage strangers(ListCall call) {
    String token = call.request().nextToken();
    boolean more = token != null && token.startsWith(STRANGERS);
    int number = more ? Integer.parseInt(token.substring(STRANGERS.length())) : 0;
    List<ListedJob> page = new ArrayList<>(JOBS_ON_A_PAGE);
    for (int i = 0; i < JOBS_ON_A_PAGE; i++) {
      Instant created = call.startTime().minusSeconds(1000L * number + i);
      page.add(new ListedJob(STRANGERS + number + "-" + i, "INPROGRESS", created, created));
    }
    return new ListPage(page, STRANGERS + (number + 1));
  }

  private ListPage page(ListCall call) {
    NavigableMap<Position, ListedJob> candidates =
        call.request().statusEquals() == null ? all : ofStatus(call.request().statusEquals());
    Position after = start(call);
    if (after != null) {
      candidates = candidates.tailMap(after, false);
    }
    List<ListedJob> page = new ArrayList<>(JOBS_ON_A_PAGE);
    for (ListedJob job : candidates.values()) {
      if (call.request().creationTimeAfter() != null
          && !job.creationTime().isAfter(call.request().creationTimeAfter())) {
        break;
      }
      if (!hidden.contains(job.name())) {
        if (page.size() == JOBS_ON_A_PAGE) {
          return new ListPage(page, token(page.get(JOBS_ON_A_PAGE - 1)));
        }
        page.add(job);
      }
    }
    return new ListPage(page, null);
  }

  private NavigableMap<Position, ListedJob> ofStatus(String status) {
    return byStatus.computeIfAbsent(status, added -> new TreeMap<>(NEWEST_FIRST));
  }

  private static Position position(ListedJob job) {
    return new Position(job.creationTime(), job.name());
  }

  private static String token(ListedJob last) {
    return last.creationTime().toEpochMilli() + "|" + last.name();
  }

  private static @Nullable Position start(ListCall call) {
    if (call.request().nextToken() != null && call.request().nextToken().contains("|")) {
      String[] parts = call.request().nextToken().split("\\|", 2);
      return new Position(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
    }
    return call.request().creationTimeBefore() == null
        ? null
        : new Position(call.request().creationTimeBefore(), "");
  }
}

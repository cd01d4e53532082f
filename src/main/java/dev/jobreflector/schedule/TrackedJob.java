package dev.jobreflector.schedule;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job, the resources that reflect the job, and their poll requests. Mutable; only {@link
 * PollSchedule} and its parts use it.
 */
final class TrackedJob {

  /** A job with a longer period does not count as outdated until it is due. */
  private static final Duration SHORT_PERIOD = Duration.ofMinutes(1);

  final String name;
  final Set<ResourceKey> resources = new HashSet<>(2);

  private final Instant trackedSince;
  private final Map<ResourceKey, PollRequest> pollRequests = new HashMap<>(2);
  private final Map<ResourceKey, String> answeredRequests = new HashMap<>(2);
  private final LastListing lastListing = new LastListing();
  private Duration period = Duration.ZERO;
  private @Nullable ShownJob shown;
  private boolean refused;
  private boolean registered;
  private @Nullable Instant lastPollTime;
  private @Nullable Place place;
  private Instant placedTime = Instant.MIN;
  private @Nullable Poll poll;

  /**
   * The place of a job in the queue, with its due time.
   *
   * @param listed the list entry of a job that was never described; null if no list showed the job,
   *     or if it was described
   */
  record Place(Urgency urgency, String namespace, Instant dueTime, @Nullable ListedJob listed) {}

  TrackedJob(String name, Instant trackedSince) {
    this.name = name;
    this.trackedSince = trackedSince;
  }

  /** The place in the queue; null if the job needs no poll or is being polled. */
  @Nullable Place place() {
    return place;
  }

  void moveTo(@Nullable Place place, Instant now) {
    this.place = place;
    this.placedTime = now;
  }

  boolean isInFlight() {
    return poll != null;
  }

  /** True if exactly this poll is in flight, not one of an earlier job with the same name. */
  @SuppressWarnings("ReferenceEquality") // two polls of one job may be equal
  boolean isPolledBy(Poll one) {
    return poll == one;
  }

  /** The last known description of the job, from a poll or from status; null if there is none. */
  @Nullable ShownJob shown() {
    return shown;
  }

  /**
   * The description that a list should match. Null if the job was never described, or if AWS last
   * had no such job or refused the describe.
   */
  @Nullable ShownJob expected() {
    return refused ? null : shown;
  }

  /** The wanted time between two polls of the job. */
  Duration period() {
    return period;
  }

  /** What lists have shown of the job. */
  LastListing lastListing() {
    return lastListing;
  }

  /** The time of the last poll's observation; null if no poll has ended. */
  @Nullable Instant lastPollTime() {
    return lastPollTime;
  }

  /** Records that a list page shows the job. */
  void listed(ListedJob listed, ListCall call) {
    Instant askedTime = call.startTime();
    if (call.purpose() == ListCall.Purpose.ACTIVE) {
      lastListing.swept(askedTime);
    }
    if (isInFlight()) {
      return; // The poll has newer data.
    }
    if (lastPollTime == null && shown == null) {
      lastListing.listedBeforeDescribed(listed);
    } else if (lastPollTime == null || lastPollTime.isBefore(askedTime)) {
      lastListing.listed(listed, expected(), askedTime);
    }
  }

  void register(ResourceKey resource, PollRequest pollRequest) {
    registered = true;
    // A new resource could not know of the last poll, so its poll request is always valid.
    boolean added = resources.add(resource);
    if (added || !isVoid(resource, pollRequest)) {
      pollRequests.put(resource, pollRequest);
    }
    period =
        pollRequests.values().stream()
            .map(PollRequest::period)
            .min(Duration::compareTo)
            .orElse(period);
    // A description from a poll of this process is newer than the one in status.
    shown = shown == null ? pollRequest.shown() : shown;
  }

  // A poll request decided before the last poll is void: that poll leads to a new one.
  private boolean isVoid(ResourceKey resource, PollRequest pollRequest) {
    if (pollRequest.reconcileRequest() != null) {
      return pollRequest.reconcileRequest().equals(answeredRequests.get(resource));
    }
    return lastPollTime != null
        && (pollRequest.lastPollTime() == null
            || pollRequest.lastPollTime().isBefore(lastPollTime));
  }

  void forget(ResourceKey resource) {
    resources.remove(resource);
    pollRequests.remove(resource);
    answeredRequests.remove(resource);
  }

  /** False if no resource has registered a poll request: only the audit checks the job. */
  boolean isRegistered() {
    return registered;
  }

  /**
   * Begins a poll. The poll answers all current poll requests, except reconcile requests that are
   * not due yet.
   */
  Poll begin(Instant now) {
    Duration waited = place == null ? Duration.ZERO : Duration.between(dueSince(place), now);
    place = null;
    lastListing.polled();
    Map<ResourceKey, String> requests = new HashMap<>();
    pollRequests.forEach(
        (resource, pollRequest) -> {
          if (pollRequest.reconcileRequest() != null && !pollRequest.dueTime().isAfter(now)) {
            requests.put(resource, pollRequest.reconcileRequest());
          }
        });
    Poll begun = new Poll(name, requests, waited);
    poll = begun;
    return begun;
  }

  // A poll request may be due before it is registered. That time is no wait for the budget.
  private Instant dueSince(Place left) {
    return left.dueTime().isBefore(placedTime) ? placedTime : left.dueTime();
  }

  /**
   * Ends the poll. Replaces each answered poll request by one for the next poll, at the job's
   * period. The resource's next poll request replaces that. So polls continue even if a decision or
   * a write fails.
   */
  void end(Poll ended, Observation observation) {
    poll = null;
    lastPollTime = observation.observedTime();
    ShownJob found =
        observation instanceof Observation.Found answer ? ShownJob.of(answer.description()) : null;
    shown = found == null ? shown : found;
    if (!(observation instanceof Observation.AccountFailure)) {
      refused = !(observation instanceof Observation.Found);
    }
    ended
        .requests()
        .forEach(
            (resource, request) -> {
              if (resources.contains(resource)) {
                answeredRequests.put(resource, request);
              }
            });
    pollRequests.replaceAll(
        (resource, pollRequest) ->
            isVoid(resource, pollRequest) ? next(pollRequest, observation) : pollRequest);
  }

  private PollRequest next(PollRequest answered, Observation observation) {
    boolean due = observation instanceof Observation.Found && shown != null && !shown.isFinal();
    Instant observed = observation.observedTime();
    return new PollRequest(
        answered.job(),
        due ? Urgency.DUE : Urgency.RETRIED,
        observed.plus(answered.period()),
        null,
        observed,
        answered.period(),
        shown,
        false);
  }

  /** True if the status of every resource, as decided with its poll request, is written. */
  boolean isWritten() {
    return pollRequests.values().stream().allMatch(PollRequest::written);
  }

  /**
   * The place that the job should have: that of the most urgent due poll request, or else of the
   * first to be due.
   */
  @Nullable Place nextPlace(Instant now) {
    Place first = null;
    for (Map.Entry<ResourceKey, PollRequest> entry : pollRequests.entrySet()) {
      PollRequest pollRequest = entry.getValue();
      ListedJob listed = pollRequest.urgency() == Urgency.NEW ? lastListing.newest() : null;
      String namespace = entry.getKey().namespace();
      Place wanted = new Place(pollRequest.urgency(), namespace, pollRequest.dueTime(), listed);
      first = first == null || goesBefore(wanted, first, now) ? wanted : first;
    }
    first = orListed(first, Urgency.CHANGED, lastListing.changedTime(), now);
    return orListed(first, Urgency.RETRIED, lastListing.checkRequestedTime(), now);
  }

  private @Nullable Place orListed(
      @Nullable Place first, Urgency urgency, @Nullable Instant since, Instant now) {
    if (since == null || resources.isEmpty()) {
      return first;
    }
    Place wanted = new Place(urgency, resources.iterator().next().namespace(), since, null);
    return first == null || goesBefore(wanted, first, now) ? wanted : first;
  }

  private static boolean goesBefore(Place one, Place other, Instant now) {
    boolean bothDue = !one.dueTime().isAfter(now) && !other.dueTime().isAfter(now);
    if (bothDue && one.urgency() != other.urgency()) {
      return one.urgency().compareTo(other.urgency()) < 0;
    }
    return one.dueTime().isBefore(other.dueTime());
  }

  /** True if the job counts for the age of the oldest poll. */
  boolean countsForOldestPoll(Instant now) {
    if (isInFlight()) {
      return registered;
    }
    boolean waits = place != null && place.urgency() != Urgency.RETRIED;
    boolean longPeriodNotDue =
        period.compareTo(SHORT_PERIOD) > 0 && lastConfirmedTime().plus(period).isAfter(now);
    return waits && (shown == null || (!shown.isFinal() && !longPeriodNotDue));
  }

  /**
   * The time of the job's last poll or of the last list that confirmed it; else when tracking
   * began.
   */
  Instant lastConfirmedTime() {
    Instant polled = lastPollTime == null ? trackedSince : lastPollTime;
    Instant listed = lastListing.confirmedTime();
    return listed == null || listed.isBefore(polled) ? polled : listed;
  }
}

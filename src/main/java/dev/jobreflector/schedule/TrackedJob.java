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
 * A job, the resources that reflect it and what they poll request. Mutable, {@link PollSchedule}'s
 * own.
 */
final class TrackedJob {

  /** Jobs whose resource asks for longer periods may be shown as they were. */
  private static final Duration OFTEN = Duration.ofMinutes(1);

  final String name;
  final Set<ResourceKey> resources = new HashSet<>(2);

  private final Instant trackedSince;
  private final Map<ResourceKey, PollRequest> pollRequests = new HashMap<>(2);
  private final Map<ResourceKey, String> answeredRequests = new HashMap<>(2);
  private final LastListing sighting = new LastListing();
  private Duration period = Duration.ZERO;
  private @Nullable ShownJob shown;
  private boolean refused;
  private boolean wanted;
  private @Nullable Instant lastPollTime;
  private @Nullable Place place;
  private Instant placedTime = Instant.MIN;
  private @Nullable Poll poll;

  /**
   * Where a job stands in the queue, and since or until when.
   *
   * @param listed what a list showed of a job that was never described; else null
   */
  record Place(Urgency urgency, String namespace, Instant dueTime, @Nullable ListedJob listed) {}

  TrackedJob(String name, Instant trackedSince) {
    this.name = name;
    this.trackedSince = trackedSince;
  }

  /** Its place in the queue; null while it waits for nothing or is being polled. */
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

  /** True where this very poll of it is under way, and not one of a job of its name before it. */
  @SuppressWarnings("ReferenceEquality") // two polls of one job may be equal
  boolean isPolledBy(Poll one) {
    return poll == one;
  }

  /** What is known of the job; null where it was never seen. */
  @Nullable ShownJob shown() {
    return shown;
  }

  /** What a list should show of it; null where the last answer was that there is no such job. */
  @Nullable ShownJob expected() {
    return refused ? null : shown;
  }

  /** The wanted time between two polls of it. */
  Duration period() {
    return period;
  }

  /** What lists have shown of it. */
  LastListing sighting() {
    return sighting;
  }

  /** When a poll last brought news of it; null where none did. */
  @Nullable Instant lastPollTime() {
    return lastPollTime;
  }

  /** A list that was asked for at this time shows the job. */
  void listed(ListedJob listed, Instant askedTime) {
    if (lastPollTime == null && shown == null) {
      sighting.ordered(listed);
    } else if (lastPollTime == null || lastPollTime.isBefore(askedTime)) {
      sighting.listed(listed, expected(), askedTime);
    }
  }

  void want(ResourceKey resource, PollRequest pollRequest) {
    wanted = true;
    // A newcomer was not told of the last poll: its poll request stands, whatever it was decided
    // on.
    boolean added = resources.add(resource);
    if (added || !isVoid(resource, pollRequest)) {
      pollRequests.put(resource, pollRequest);
    }
    period =
        pollRequests.values().stream()
            .map(PollRequest::period)
            .min(Duration::compareTo)
            .orElse(period);
    // What a poll of this process has seen is newer than what a resource shows.
    shown = shown == null ? pollRequest.shown() : shown;
  }

  // Decided before the last poll, which has answered it and brings a poll request of its own.
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

  /** False where no resource has wanted it polled, and it is only to be checked. */
  boolean isWanted() {
    return wanted;
  }

  /** Begins a poll, which answers the poll requests there are now, but for requests not yet due. */
  Poll begin(Instant now) {
    Duration waited = place == null ? Duration.ZERO : Duration.between(dueSince(place), now);
    place = null;
    sighting.polled();
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

  // A poll request may have been due before anybody knew of it.
  private Instant dueSince(Place left) {
    return left.dueTime().isBefore(placedTime) ? placedTime : left.dueTime();
  }

  /**
   * Ends the poll. In place of each poll request that it answers comes one for the next poll at the
   * job's period, until the resource's own comes: polls do not depend on whether that can be
   * decided or written.
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

  /** True where every resource shows what the last poll found, or was decided to show. */
  boolean isWritten() {
    return pollRequests.values().stream().allMatch(PollRequest::written);
  }

  /**
   * The place it asks for: the most urgent poll request that is due, or else the first to be due.
   */
  @Nullable Place wantedPlace(Instant now) {
    Place first = null;
    for (Map.Entry<ResourceKey, PollRequest> entry : pollRequests.entrySet()) {
      PollRequest pollRequest = entry.getValue();
      ListedJob listed = pollRequest.urgency() == Urgency.NEW ? sighting.newest() : null;
      String namespace = entry.getKey().namespace();
      Place wanted = new Place(pollRequest.urgency(), namespace, pollRequest.dueTime(), listed);
      first = first == null || goesBefore(wanted, first, now) ? wanted : first;
    }
    first = orSighted(first, Urgency.CHANGED, sighting.changedTime(), now);
    return orSighted(first, Urgency.RETRIED, sighting.doubtedTime(), now);
  }

  private @Nullable Place orSighted(
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

  /** True where what is shown of it would be wrong if it were old. */
  boolean isToBeFresh(Instant now) {
    if (isInFlight()) {
      return wanted;
    }
    boolean waits = place != null && place.urgency() != Urgency.RETRIED;
    boolean seldom = period.compareTo(OFTEN) > 0 && lastKnownTime().plus(period).isAfter(now);
    return waits && (shown == null || (!shown.isFinal() && !seldom));
  }

  /** When it was last looked at, by a poll or in a list; when it came, where it never was. */
  Instant lastKnownTime() {
    Instant polled = lastPollTime == null ? trackedSince : lastPollTime;
    Instant listed = sighting.confirmedTime();
    return listed == null || listed.isBefore(polled) ? polled : listed;
  }
}

package dev.jobreflector.schedule;

import dev.jobreflector.decision.PollWish;
import dev.jobreflector.decision.PollWish.Urgency;
import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job, the resources that reflect it and what they wish. Mutable, {@link PollSchedule}'s own. */
final class TrackedJob {

  final String name;
  final Set<ResourceKey> resources = new HashSet<>(2);

  private final Instant trackedSince;
  private final Map<ResourceKey, PollWish> wishes = new HashMap<>(2);
  private final Map<ResourceKey, PollWish> answering = new HashMap<>(2);
  private final Map<ResourceKey, String> answeredRequests = new HashMap<>(2);
  private @Nullable Instant lastPollTime;
  private @Nullable Place place;
  private Instant placedTime = Instant.MIN;
  private boolean inFlight;

  /** Where a job stands in the queue, and since or until when. */
  record Place(Urgency urgency, String namespace, Instant dueTime) {}

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
    return inFlight;
  }

  void want(ResourceKey resource, PollWish wish) {
    // A newcomer was not told of the last poll: its wish stands, whatever it was decided on.
    boolean added = resources.add(resource);
    if (added || !isVoid(resource, wish)) {
      wishes.put(resource, wish);
    }
  }

  // Decided before the last poll, which has answered it and brings a wish of its own.
  private boolean isVoid(ResourceKey resource, PollWish wish) {
    if (wish.request() != null) {
      return wish.request().equals(answeredRequests.get(resource));
    }
    return lastPollTime != null
        && (wish.lastPollTime() == null || wish.lastPollTime().isBefore(lastPollTime));
  }

  void forget(ResourceKey resource) {
    resources.remove(resource);
    wishes.remove(resource);
    answering.remove(resource);
    answeredRequests.remove(resource);
  }

  /** Begins a poll, which answers the wishes there are now. */
  Poll begin(Instant now) {
    Duration waited = place == null ? Duration.ZERO : Duration.between(dueSince(place), now);
    place = null;
    inFlight = true;
    answering.putAll(wishes);
    Map<ResourceKey, String> requests = new HashMap<>();
    answering.forEach(
        (resource, wish) -> {
          if (wish.request() != null) {
            requests.put(resource, wish.request());
          }
        });
    return new Poll(name, requests, waited);
  }

  // A wish may have been due before anybody knew of it.
  private Instant dueSince(Place left) {
    return left.dueTime().isBefore(placedTime) ? placedTime : left.dueTime();
  }

  /** Ends the poll; wishes that came while it ran stay. */
  void end(Instant pollTime) {
    inFlight = false;
    lastPollTime = pollTime;
    answering.forEach(
        (resource, wish) -> {
          wishes.remove(resource, wish);
          if (wish.request() != null) {
            answeredRequests.put(resource, wish.request());
          }
        });
    answering.clear();
  }

  /** The place its wishes ask for: the most urgent one due, or else the first to be due. */
  @Nullable Place wantedPlace(Instant now) {
    Map.Entry<ResourceKey, PollWish> first = null;
    for (Map.Entry<ResourceKey, PollWish> entry : wishes.entrySet()) {
      if (first == null || goesBefore(entry.getValue(), first.getValue(), now)) {
        first = entry;
      }
    }
    return first == null
        ? null
        : new Place(
            first.getValue().urgency(), first.getKey().namespace(), first.getValue().dueTime());
  }

  private static boolean goesBefore(PollWish one, PollWish other, Instant now) {
    boolean bothDue = !one.dueTime().isAfter(now) && !other.dueTime().isAfter(now);
    if (bothDue && one.urgency() != other.urgency()) {
      return one.urgency().compareTo(other.urgency()) < 0;
    }
    return one.dueTime().isBefore(other.dueTime());
  }

  /** When it was last polled; when it came, where it never was. */
  Instant lastKnownTime() {
    return lastPollTime == null ? trackedSince : lastPollTime;
  }
}

package dev.jobreflector.reconcile;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.cluster.ApiFailure;
import dev.jobreflector.decision.Announcement;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates Events (events.k8s.io/v1). Each name is unique to its transition, so creating an Event
 * twice results in one Event.
 */
public final class EventWriter {

  /** The {@code reportingController} of the Events. */
  public static final String REPORTING_CONTROLLER = "sagemaker.jobreflector.dev/job-reflector";

  private static final Logger log = LoggerFactory.getLogger(EventWriter.class);

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  // The limits of the Kubernetes API. The limit of a note is in bytes.
  private static final int NOTE_MAX_BYTES = 1024;
  private static final int INSTANCE_MAX_LENGTH = 128;

  private static final String ALREADY_EXISTS = "AlreadyExists";
  private static final Set<Integer> REFUSED_FOR_GOOD = Set.of(400, 403, 404, 422);

  private final KubernetesClient client;
  private final String reportingInstance;
  private final Clock clock;
  private final KubernetesWrites writes;

  /**
   * Creates a writer.
   *
   * @param client needs only the right to create Events
   * @param reportingInstance identifies this process, such as the pod's name
   * @param clock gives the time of the Events
   * @param writes receives the outcome of each write
   */
  public EventWriter(
      KubernetesClient client, String reportingInstance, Clock clock, KubernetesWrites writes) {
    this.client = client;
    this.reportingInstance =
        reportingInstance.length() > INSTANCE_MAX_LENGTH
            ? reportingInstance.substring(0, INSTANCE_MAX_LENGTH)
            : reportingInstance;
    this.clock = clock;
    this.writes = writes;
  }

  /**
   * Creates the Events in order. An Event that already exists counts as created. If the API server
   * refuses an Event for good, the writer counts it and continues.
   *
   * @throws KubernetesClientException if a create fails temporarily; the caller must retry before
   *     it writes the status
   */
  public void create(OptimizationJob resource, List<Announcement> announcements) {
    for (Announcement announcement : announcements) {
      create(resource, announcement);
    }
  }

  private void create(OptimizationJob resource, Announcement announcement) {
    Event event = event(resource, announcement);
    try {
      client.resource(event).create();
      writes.ended(KubernetesWrites.EVENT, KubernetesWrites.WRITTEN);
    } catch (KubernetesClientException e) {
      if (alreadyExists(e)) {
        writes.ended(KubernetesWrites.EVENT, KubernetesWrites.PRESENT);
      } else if (REFUSED_FOR_GOOD.contains(e.getCode())) {
        writes.ended(KubernetesWrites.EVENT, KubernetesWrites.REFUSED);
        log.warn(
            "The API server refuses the Event {} for {}/{}: {}. The operator writes the status"
                + " without it.",
            announcement.reason(),
            resource.getMetadata().getNamespace(),
            resource.getMetadata().getName(),
            ApiFailure.text(e));
      } else {
        writes.ended(KubernetesWrites.EVENT, KubernetesWrites.FAILED);
        throw e;
      }
    }
  }

  // An admission plugin may also answer 409, with another reason. Then the Event does not exist.
  private static boolean alreadyExists(KubernetesClientException refusal) {
    return refusal.getStatus() != null && ALREADY_EXISTS.equals(refusal.getStatus().getReason());
  }

  private Event event(OptimizationJob resource, Announcement announcement) {
    Instant now = clock.instant();
    return new EventBuilder()
        .withNewMetadata()
        .withName(EventName.of(resource.getMetadata().getName(), announcement))
        .withNamespace(resource.getMetadata().getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICRO_TIME.format(now)))
        .withReportingController(REPORTING_CONTROLLER)
        .withReportingInstance(reportingInstance)
        .withAction(announcement.action())
        .withReason(announcement.reason())
        .withType(announcement.warning() ? "Warning" : "Normal")
        .withNote(cut(announcement.note()))
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .withResourceVersion(resource.getMetadata().getResourceVersion())
                .build())
        .build();
  }

  private static String cut(String note) {
    byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= NOTE_MAX_BYTES) {
      return note;
    }
    String ellipsis = "…";
    int end = NOTE_MAX_BYTES - ellipsis.getBytes(StandardCharsets.UTF_8).length;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + ellipsis;
  }
}

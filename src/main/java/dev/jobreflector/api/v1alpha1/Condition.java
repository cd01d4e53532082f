package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition of the job or of its polls, as Kubernetes' metav1.Condition defines it.
 *
 * @param type the name of the condition, unique in the list
 * @param status True, False or Unknown
 * @param reason one CamelCase word for programs
 * @param message for people; cut to {@link #MESSAGE_LIMIT} characters
 * @param lastTransitionTime when status last changed; cut to whole seconds, as Kubernetes keeps it
 * @param observedGeneration the metadata.generation that the condition is based on; null if not
 *     known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    @Required
        @Size(min = 1, max = 316)
        @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, Complete, Failed and Finished describe the job. Synced"
                + " describes the polls.")
        String type,
    @Required @JsonPropertyDescription("True, False or Unknown.") String status,
    @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @JsonPropertyDescription("One CamelCase word for programs; at most 1024 characters.")
        String reason,
    @Required
        @Size(max = MESSAGE_LIMIT)
        @JsonPropertyDescription(
            "What the condition means and what to do, for people; at most 32768 characters, may"
                + " be empty.")
        String message,
    @Required
        @JsonSerialize(using = Canonical.Seconds.class)
        @JsonDeserialize(using = Canonical.Rfc3339.class)
        @JsonPropertyDescription("When status last changed; RFC 3339, UTC, whole seconds.")
        Instant lastTransitionTime,
    @Nullable
        @Min(0)
        @JsonPropertyDescription("The metadata.generation that this condition is based on.")
        Long observedGeneration) {

  /** The longest message that Kubernetes' conventions allow, in characters. */
  public static final int MESSAGE_LIMIT = 32768;

  public Condition {
    message = Canonical.cut(Objects.requireNonNullElse(message, ""), MESSAGE_LIMIT);
    lastTransitionTime =
        Objects.requireNonNullElse(lastTransitionTime, Instant.EPOCH)
            .truncatedTo(ChronoUnit.SECONDS);
  }
}

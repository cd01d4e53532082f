package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A state of the job that the operator saw.
 *
 * @param optimizationJobStatus the state that the job entered, as SageMaker spells it
 * @param observedTime when the operator first saw the state; cut to milliseconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StateTransition(
    @Required @JsonPropertyDescription("The state entered, as SageMaker spells it.")
        String optimizationJobStatus,
    @Required
        @JsonSerialize(using = Canonical.Millis.class)
        @JsonDeserialize(using = Canonical.Rfc3339.class)
        @JsonPropertyDescription(
            "When the operator first saw the job in this state; RFC 3339, UTC, milliseconds.")
        Instant observedTime) {

  public StateTransition {
    observedTime =
        Objects.requireNonNullElse(observedTime, Instant.EPOCH).truncatedTo(ChronoUnit.MILLIS);
  }
}

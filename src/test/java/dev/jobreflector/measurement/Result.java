package dev.jobreflector.measurement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of a scenario.
 *
 * @param size how large it was, in words
 * @param parameters the same in numbers; written as JSON
 * @param seconds that it took, with all that it sets up
 * @param failure why it could not be measured to the end; null where it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(
    String scenario,
    String about,
    String size,
    Object parameters,
    List<Figure> figures,
    double seconds,
    @Nullable String failure,
    RunFacts run) {

  /** {@code met}, {@code missed}, {@code failed}, or {@code shown} where there is no goal. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String verdict() {
    if (failure != null) {
      return "failed";
    }
    if (figures.stream().allMatch(figure -> figure.goal() == null)) {
      return "shown";
    }
    return goalsMet() ? "met" : "missed";
  }

  @JsonIgnore
  public boolean goalsMet() {
    return failure == null
        && figures.stream()
            .map(Figure::met)
            .filter(Objects::nonNull)
            .allMatch(Boolean::booleanValue);
  }
}

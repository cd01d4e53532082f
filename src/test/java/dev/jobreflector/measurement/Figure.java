package dev.jobreflector.measurement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Something measured.
 *
 * @param goal what it should be; null where it is only shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(String name, double value, Unit unit, @Nullable Goal goal) {

  /** At most, at least or exactly this much. */
  public record Goal(Bound bound, double limit) {

    boolean isMetBy(double value) {
      return switch (bound) {
        case AT_MOST -> value <= limit;
        case AT_LEAST -> value >= limit;
        case EXACTLY -> value == limit;
      };
    }
  }

  public enum Bound {
    AT_MOST("≤ "),
    AT_LEAST("≥ "),
    EXACTLY("");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /** Whether the goal is met; null where there is none. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public @Nullable Boolean met() {
    if (goal == null) {
      return null;
    }
    return goal.isMetBy(value);
  }

  /** The value and its unit, to three digits. */
  public String text() {
    return text(value);
  }

  /** The goal as {@code ≤ 5 s}; empty where there is none. */
  public String goalText() {
    if (goal == null) {
      return "";
    }
    boolean none = goal.bound() == Bound.AT_MOST && goal.limit() == 0;
    return (none ? "" : goal.bound().sign) + text(goal.limit());
  }

  private String text(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return "–";
    }
    BigDecimal exact = BigDecimal.valueOf(number);
    BigDecimal shown =
        Math.abs(number) >= 100
            ? exact.setScale(0, RoundingMode.HALF_UP)
            : exact.round(new MathContext(3, RoundingMode.HALF_UP));
    String digits =
        shown.signum() == 0 ? "0" : "%,.10f".formatted(shown).replaceFirst("\\.?0+$", "");
    return unit.symbol().isEmpty() ? digits : digits + " " + unit.symbol();
  }
}

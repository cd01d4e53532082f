package dev.jobreflector.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.00341, 0.00341",
    "1.005, 1.01",
    "12.34, 12.3",
    "99.96, 100",
    "100, 100",
    "12345.6, '12,346'",
    "NaN, –"
  })
  void a_value_is_shown_to_three_digits(double value, String text) {
    assertThat(new Figure("any", value, Unit.NUMBER, null).text()).isEqualTo(text);
  }

  @Test
  void a_goal_is_met_up_to_its_limit() {
    assertThat(new Findings().atMost("f", 5, Unit.SECONDS, 5).figures().get(0).met()).isTrue();
    assertThat(new Findings().atMost("f", 5.1, Unit.SECONDS, 5).figures().get(0).met()).isFalse();
    assertThat(new Findings().atLeast("f", 95, Unit.PERCENT, 95).figures().get(0).met()).isTrue();
    assertThat(new Findings().show("f", 1, Unit.PERCENT).figures().get(0).met()).isNull();
  }

  @Test
  void a_goal_of_one_number_is_met_by_no_other() {
    assertThat(new Findings().exactly("f", 5, Unit.NUMBER, 5).figures().get(0).met()).isTrue();
    assertThat(new Findings().exactly("f", 4, Unit.NUMBER, 5).figures().get(0).met()).isFalse();
    assertThat(new Findings().exactly("f", 6, Unit.NUMBER, 5).figures().get(0).met()).isFalse();
  }

  @Test
  void what_was_not_measured_meets_no_goal() {
    assertThat(new Findings().atMost("f", Double.NaN, Unit.SECONDS, 5).figures().get(0).met())
        .isFalse();
  }

  @Test
  void a_goal_is_shown_as_it_is_written() {
    assertThat(new Findings().atMost("f", 1, Unit.SECONDS, 5).figures().get(0).goalText())
        .isEqualTo("≤ 5 s");
    assertThat(new Findings().atMost("f", 1, Unit.NUMBER, 0).figures().get(0).goalText())
        .isEqualTo("0");
    assertThat(new Findings().exactly("f", 1, Unit.NUMBER, 5).figures().get(0).goalText())
        .isEqualTo("5");
    assertThat(new Findings().atLeast("f", 1, Unit.PERCENT, 95).figures().get(0).goalText())
        .isEqualTo("≥ 95 %");
  }
}

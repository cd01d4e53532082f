package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which kind of call goes next: R for a requested describe, P for a page, O for another one. */
class CallOrderTest {

  @ParameterizedTest
  @CsvSource({
    "true,  false, false, false, RRRRRRRR",
    "false, true,  false, false, PPPPPPPP",
    "false, false, true,  false, OOOOOOOO",
    "false, false, true,  true,  OOOOOOOO",
    "false, true,  true,  false, POPOPOPO",
    "false, true,  true,  true,  POOPOOPO",
    "true,  false, true,  false, ROOROORO",
    "true,  true,  false, false, RPPRPPRP",
    "true,  true,  true,  false, RPORPORP",
    "true,  true,  true,  true,  RPORPORP",
  })
  void kinds_that_are_due_take_turns(
      boolean requested, boolean page, boolean other, boolean changed, String expected) {
    CallOrder turns = new CallOrder();

    assertThat(
            IntStream.range(0, expected.length())
                .mapToObj(i -> turns.next(requested, page, other, changed).name().substring(0, 1))
                .collect(Collectors.joining()))
        .isEqualTo(expected);
  }

  @Test
  void page_goes_before_jobs_that_did_not_change_if_a_describe_went_while_it_was_in_flight() {
    CallOrder turns = new CallOrder();
    turns.next(false, true, true, false);
    turns.next(false, false, true, false);

    assertThat(turns.next(false, true, true, false)).isEqualTo(CallOrder.Kind.PAGE);
  }

  @ParameterizedTest
  @CsvSource({"true, false, P", "false, true, O"})
  void call_that_comes_among_requests_is_next(boolean page, boolean other, String expected) {
    CallOrder turns = new CallOrder();
    for (int i = 0; i < 5; i++) {
      turns.next(true, false, false, false);
    }

    assertThat(turns.next(true, page, other, false).name()).startsWith(expected);
  }
}

package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which kind of call goes next: R for a requested describe, P for a page, O for another one. */
class CallTurnsTest {

  @ParameterizedTest
  @CsvSource({
    "true,  false, false, RRRRRRRR",
    "false, true,  false, PPPPPPPP",
    "false, false, true,  OOOOOOOO",
    "false, true,  true,  POOPOOPO",
    "true,  false, true,  ROOROORO",
    "true,  true,  false, RPPRPPRP",
    "true,  true,  true,  RPORPORP",
  })
  void kinds_that_are_due_take_turns(
      boolean requested, boolean page, boolean other, String expected) {
    CallTurns turns = new CallTurns();

    assertThat(
            IntStream.range(0, expected.length())
                .mapToObj(i -> turns.next(requested, page, other).name().substring(0, 1))
                .collect(Collectors.joining()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"true, false, P", "false, true, O"})
  void call_that_comes_among_requests_is_next(boolean page, boolean other, String expected) {
    CallTurns turns = new CallTurns();
    for (int i = 0; i < 5; i++) {
      turns.next(true, false, false);
    }

    assertThat(turns.next(true, page, other).name()).startsWith(expected);
  }
}

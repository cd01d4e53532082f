package dev.jobreflector.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StableTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Rate exceeded                                          | Rate exceeded
          no (Service: SageMaker, Status Code: 400, Request ID: a1-b2) (SDK Attempt Count: 1) | no
          no (Request ID: 0a1b-22)                               | no
          no. RequestId: 0a1b-22                                 | no.
          The request identifier is wrong                        | The request identifier is wrong
          a 123e4567-e89b-12d3-a456-426614174000 b               | a … b
          expired: 20260301T100000Z < 20260301T100500Z           | expired: … < …
          expired at 2026-03-01T10:00:00.5Z                      | expired at …
          expired at 2026-03-01 10:00:00+01:00                   | expired at …
          2026-03-01 is a date                                   | 2026-03-01 is a date
          403 for https://host/k?sig=abc&v=1                     | 403 for https://host/k?sig=REDACTED&v=1
          arn:aws:sts::1:assumed-role/reflector/eks-pod@1 may not | arn:aws:sts::1:assumed-role/reflector may not
          arn:aws:iam::1:role/reflector/x may not                | arn:aws:iam::1:role/reflector/x may not
          """)
  void keeps_what_equal_failures_share(String text, String stable) {
    assertThat(StableText.of(text, 100)).isEqualTo(stable);
  }

  @Test
  void is_one_line() {
    assertThat(StableText.of(" a\r\n\tb\u0000c\u0085d\u2028e\u009Bf\u2029 ", 100))
        .isEqualTo("a b c d e f");
  }

  @Test
  void has_no_character_that_a_resource_cannot_hold() {
    assertThat(StableText.of("a\uD800b\uFFFFc\uDC00", 100)).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "(Service: ", "request id ", "-", "0a1b2c3d-", "2026-", "assumed-role/"})
  @Timeout(10)
  void takes_no_time_for_a_text_of_any_length(String repeated) {
    assertThat(StableText.of("x" + repeated.repeat((1 << 20) / repeated.length()), 600))
        .startsWith("x")
        .hasSizeLessThanOrEqualTo(600);
  }

  @Test
  void is_cut_to_the_limit_without_splitting_a_character() {
    assertThat(StableText.of("abcdef", 6)).isEqualTo("abcdef");
    assertThat(StableText.of("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(StableText.of("abcd😀fg", 6)).isEqualTo("abcd…");
  }

  @Test
  void is_empty_for_no_text() {
    assertThat(StableText.of(null, 6)).isEmpty();
  }
}

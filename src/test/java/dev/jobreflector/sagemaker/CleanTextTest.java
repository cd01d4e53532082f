package dev.jobreflector.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "tab\tline\nwindows\r\nend",
        "\r\n",
        "Ünïcödé ￼ \uE000 \u00A0 \u2028 \uFEFF \uFFFD",
        "😀 and 𝕏",
      })
  void keeps_what_json_yaml_and_a_terminal_carry(String text) {
    assertThat(CleanText.of(text)).isSameAs(text);
  }

  static IntStream charactersThatAreReplaced() {
    return IntStream.concat(
        IntStream.rangeClosed(0, 0x9F)
            .filter(c -> c < 0x20 || c > 0x7E)
            .filter(c -> c != '\t' && c != '\n'),
        IntStream.of(0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF));
  }

  @ParameterizedTest(name = "U+{0}")
  @MethodSource("charactersThatAreReplaced")
  void replaces_each_character_that_one_of_them_cannot_carry(int c) {
    String text = (char) c + "a" + (char) c + "b😀" + (char) c;

    assertThat(CleanText.of(text)).isEqualTo("\uFFFDa\uFFFDb😀\uFFFD");
  }

  @Test
  void keeps_a_carriage_return_before_a_line_feed_alone() {
    assertThat(CleanText.of("a\rb\r\r\nc\n\r")).isEqualTo("a\uFFFDb\uFFFD\r\nc\n\uFFFD");
  }

  @Test
  void replaces_surrogates_that_stand_in_the_wrong_order() {
    assertThat(CleanText.of("\uDE00\uD83D")).isEqualTo("\uFFFD\uFFFD");
    assertThat(CleanText.of("\uD83D\uD83D\uDE00\uDE00")).isEqualTo("\uFFFD😀\uFFFD");
  }

  @Test
  void changes_nothing_more_the_second_time() {
    String clean = CleanText.of("\uD83D\uD83D\uDE00\uDE00\u0085\r\r\n\u001B[31m");

    assertThat(CleanText.of(clean)).isSameAs(clean);
  }
}

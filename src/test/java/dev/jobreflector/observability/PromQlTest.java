package dev.jobreflector.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          up                                                              | up
          sum by (le, job) (rate(a_bucket{b=~"c", d!="e}"}[5m])) > 1e9    | a_bucket
          sum(a) by (b) / on (c) group_left (d) sum without (e) (f)       | a f
          a offset 5m unless b offset $__interval or increase(c[$__range]) | a b c
          a and on (b) absent(c{d="rate(e)"})  # f                        | a c
          histogram_quantile(0.95, misspelt_bucket) == bool 1             | misspelt_bucket
          label_replace(a, "to", "$1", 'from', "(.+)") or vector(-1)      | a
          group:a:rate5m > inf                                            | group:a:rate5m
          """)
  void names_the_metrics_of_an_expression(String expression, String metrics) {
    assertThat(PromQl.metrics(expression)).containsExactlyElementsOf(words(metrics));
  }

  private static Iterable<String> words(String text) {
    return Arrays.asList(text.split(" "));
  }
}

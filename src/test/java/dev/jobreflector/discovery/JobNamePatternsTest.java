package dev.jobreflector.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which job names a pattern selects. */
class JobNamePatternsTest {

  @ParameterizedTest
  @CsvSource({
    "*, llama, true",
    "llama, llama, true",
    "llama, llama-2, false",
    "llama, my-llama, false",
    "Llama, llama, false",
    "llm-*, llm-7b, true",
    "llm-*, llm-, true",
    "llm-*, llm, false",
    "*-smoke, llm-smoke, true",
    "*-smoke, llm-smoke-2, false",
    "*-smoke*, llm-smoke-2, true",
    "a*b*c, aXXbXXc, true",
    "a*b*c, abbbcbc, true",
    "a*b*c, acb, false",
    "llm-?b, llm-7b, true",
    "llm-?b, llm-13b, false",
    "llm-??b, llm-13b, true",
    "?, '', false",
    "**, llama, true",
    "*?, llama, true",
    "?*?, a, false",
  })
  void a_pattern_matches_the_whole_name(String pattern, String name, boolean selected) {
    assertThat(new JobNamePatterns(List.of(pattern), List.of()).select(name)).isEqualTo(selected);
  }

  @Test
  void one_of_the_included_patterns_is_enough_and_one_of_the_excluded_ones() {
    JobNamePatterns patterns =
        new JobNamePatterns(List.of("llm-*", "bert"), List.of("*-smoke", "llm-0*"));

    assertThat(patterns.select("llm-7b")).isTrue();
    assertThat(patterns.select("bert")).isTrue();
    assertThat(patterns.select("llm-7b-smoke")).isFalse();
    assertThat(patterns.select("llm-0-x")).isFalse();
    assertThat(patterns.select("other")).isFalse();
  }

  @Test
  @Timeout(5)
  void a_pattern_of_stars_takes_no_longer() {
    JobNamePatterns patterns = new JobNamePatterns(List.of("*a".repeat(31) + "b"), List.of());

    long begin = System.nanoTime();
    assertThat(patterns.select("a".repeat(63))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "llm 7b", "llm_*", "llm.*", "[a-z]", "{a,b}", "\\*", "größe"})
  void a_pattern_that_no_job_name_matches_is_a_problem(String pattern) {
    assertThat(JobNamePatterns.problem(pattern))
        .hasValueSatisfying(
            problem ->
                assertThat(problem).startsWith("'" + pattern + "' is not a job name pattern"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "llm-*", "LLM-7B", "?"})
  void any_other_is_none(String pattern) {
    assertThat(JobNamePatterns.problem(pattern)).isEmpty();
  }
}

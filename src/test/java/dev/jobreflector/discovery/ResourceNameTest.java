package dev.jobreflector.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name of a job's resource. It must never change: tools and Git refer to it. */
class ResourceNameTest {

  private static final String LONG = "x".repeat(62);

  @ParameterizedTest
  @CsvSource({
    "llama, llama",
    "llama-7b-20261124, llama-7b-20261124",
    "0, 0",
    "Llama, llama-203be3c4",
    "LLAMA, llama-b34161b5",
  })
  void a_name_that_a_resource_may_have_stays_and_another_gets_digits(
      String jobName, String resourceName) {
    assertThat(of(jobName)).isEqualTo(resourceName);
  }

  @Test
  void a_long_name_is_cut_and_stays_unique() {
    String small = LONG + "a";
    String large = LONG + "A";
    String other = LONG + "B";

    assertThat(of(small)).isEqualTo(small).hasSize(63);
    assertThat(of(large)).hasSize(63).startsWith("x".repeat(54) + "-").isNotEqualTo(of(other));
  }

  @Test
  void names_that_differ_in_case_only_never_collide() {
    assertThat(List.of(of("job-a"), of("Job-a"), of("JOB-A"), of("job-A"))).doesNotHaveDuplicates();
  }

  @Test
  void the_same_name_in_another_account_or_region_has_other_digits() {
    assertThat(ResourceName.of("111111111111", "us-east-1", "Job"))
        .isNotEqualTo(ResourceName.of("222222222222", "us-east-1", "Job"))
        .isNotEqualTo(ResourceName.of("111111111111", "eu-west-1", "Job"));
  }

  private static String of(String jobName) {
    return ResourceName.of("123456789012", "us-east-1", jobName);
  }
}

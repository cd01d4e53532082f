package dev.jobreflector.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jobreflector.apiserver.Kubectl.Result;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server refuses by itself, and what kubectl says then. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {
  private static final String MUST_BE_SET =
      "spec.optimizationJobName: Invalid value: must be set, because metadata.name is not a valid"
          + " SageMaker job name (1 to 63 letters, digits and hyphens, beginning and ending with a"
          + " letter or digit)";
  private static final String NOT_A_NAME =
      "not a valid SageMaker job name: use 1 to 63 letters, digits and hyphens, beginning and"
          + " ending with a letter or digit";
  private static final String NOT_A_REGION =
      "not an AWS region: write it like us-east-1, at most 32 characters";
  private static final String NAME_IS_IMMUTABLE =
      "spec.optimizationJobName: Invalid value: immutable: it cannot be changed, removed or set"
          + " later; delete this resource and create one for the other job (nothing in AWS is"
          + " touched)";
  private static final String REGION_IS_IMMUTABLE =
      "spec.region: Invalid value: immutable: it cannot be changed, removed or set later; delete"
          + " this resource and create one for the other region (nothing in AWS is touched)";

  /** Name, spec, what kubectl says. */
  static final List<Arguments> CREATIONS =
      List.of(
          arguments("with.dots", "{}", MUST_BE_SET),
          arguments("with.dots", null, MUST_BE_SET),
          arguments("x".repeat(64), "{}", MUST_BE_SET),
          arguments("name", "{optimizationJobName: under_score}", name("under_score")),
          arguments("name", "{optimizationJobName: -dash}", name("-dash")),
          arguments("name", "{optimizationJobName: dash-}", name("dash-")),
          arguments("name", "{optimizationJobName: \"\"}", name("")),
          arguments("name", "{optimizationJobName: a/../b}", name("a/../b")),
          arguments("name", "{optimizationJobName: " + "x".repeat(64) + "}", name("x".repeat(64))),
          arguments("region", "{region: useast1}", region("useast1")),
          arguments("region", "{region: us-east-1.evil.example}", region("us-east-1.evil.example")),
          arguments("region", "{region: US-EAST-1}", region("US-EAST-1")),
          arguments(
              "region",
              "{region: us-" + "x".repeat(28) + "-1}",
              region("us-" + "x".repeat(28) + "-1")),
          arguments(
              "resync",
              "{resyncPeriodSeconds: 4}",
              "spec.resyncPeriodSeconds: Invalid value: 4: spec.resyncPeriodSeconds in body should"
                  + " be greater than or equal to 5"),
          arguments(
              "resync",
              "{resyncPeriodSeconds: 86401}",
              "spec.resyncPeriodSeconds: Invalid value: 86401: spec.resyncPeriodSeconds in body"
                  + " should be less than or equal to 86400"));

  /** Spec before, spec after, what kubectl says. */
  static final List<Arguments> CHANGES =
      List.of(
          arguments("{optimizationJobName: A}", "{optimizationJobName: B}", NAME_IS_IMMUTABLE),
          arguments("{optimizationJobName: A}", "{}", NAME_IS_IMMUTABLE),
          arguments("{optimizationJobName: A}", null, NAME_IS_IMMUTABLE),
          arguments("{}", "{optimizationJobName: A}", NAME_IS_IMMUTABLE),
          arguments(null, "{optimizationJobName: A}", NAME_IS_IMMUTABLE),
          arguments("{region: us-east-1}", "{region: us-east-2}", REGION_IS_IMMUTABLE),
          arguments("{region: us-east-1}", "{}", REGION_IS_IMMUTABLE),
          arguments("{region: us-east-1}", null, REGION_IS_IMMUTABLE),
          arguments("{}", "{region: us-east-1}", REGION_IS_IMMUTABLE));

  private JobNamespace jobs;

  @BeforeAll
  void useNamespace(RealApiServer server, Namespace namespace) {
    jobs = new JobNamespace(server, namespace);
  }

  @ParameterizedTest
  @FieldSource("CREATIONS")
  void creation_is_refused_with_the_field_and_what_to_do(String name, String spec, String refusal) {
    Result result = apply(name, spec);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .isEqualTo("The OptimizationJob \"" + name + "\" is invalid: " + refusal + "\n");
  }

  @ParameterizedTest
  @FieldSource("CHANGES")
  void change_is_refused_with_the_field_and_what_to_do(
      String before, String after, String refusal) {
    jobs.kubectl("", "delete", "optimizationjob", "changed", "--ignore-not-found");
    assertThat(apply("changed", before).exitCode()).isZero();

    Result result = apply("changed", after);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("\"changed\" is invalid: " + refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{optimizationJobName: Upper-Case-1}",
        "{optimizationJobName: A}",
        "{optimizationJobName: a--b}",
        "{region: us-gov-east-1}",
        "{region: us-isob-east-1}",
        "{region: eusc-de-east-1}",
        "{resyncPeriodSeconds: 5}",
        "{resyncPeriodSeconds: 86400, suspend: true}",
        "{}",
      })
  void good_spec_is_taken(String spec) {
    jobs.kubectl("", "delete", "optimizationjob", "good", "--ignore-not-found");

    assertThat(apply("good", spec).stderr()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{resyncPeriodSeconds: 60}", "{suspend: true}", "{suspend: false}"})
  void other_fields_can_be_changed_set_and_removed(String spec) {
    assertThat(apply("open", "{}").stderr()).isEmpty();
    assertThat(apply("open", spec).stderr()).isEmpty();
    assertThat(apply("open", null).stderr()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"with.dots", "a.b.c"})
  void a_resource_whose_name_is_no_job_name_is_taken_with_the_name_of_its_job(String name) {
    assertThat(apply(name, "{optimizationJobName: Job-1}").stderr()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resyncPeriodSecond", "optimisationJobName"})
  void a_misspelt_field_is_refused(String field) {
    assertThat(apply("misspelt", "{" + field + ": 60}").stderr())
        .contains("unknown field \"spec." + field + "\"");
  }

  private Result apply(String name, String spec) {
    return jobs.kubectl(
        """
        apiVersion: sagemaker.jobreflector.dev/v1alpha1
        kind: OptimizationJob
        metadata: {name: %s}
        """
                .formatted(name)
            + (spec == null ? "" : "spec: " + spec + "\n"),
        "apply",
        "-f",
        "-");
  }

  private static String name(String value) {
    return "spec.optimizationJobName: Invalid value: \"" + value + "\": " + NOT_A_NAME;
  }

  private static String region(String value) {
    return "spec.region: Invalid value: \"" + value + "\": " + NOT_A_REGION;
  }
}

package dev.jobreflector.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.Kubectl.Result;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see of the resource with kubectl. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlIT {
  private JobNamespace jobs;

  @BeforeAll
  void useNamespace(RealApiServer server, Namespace namespace) {
    jobs = new JobNamespace(server, namespace);
  }

  @Test
  void kubectl_get_shows_the_columns_in_order() {
    jobs.create("columns");
    Instant now = Instant.now();
    jobs.writeStatus(
        "columns",
        SampleJobs.wholeStatus(now.minus(Duration.ofDays(5)), now.minus(Duration.ofDays(4))));

    assertThat(table("get", "optimizationjobs", "columns"))
        .containsExactly(
            List.of("NAME", "STATUS", "READY", "INSTANCE", "STARTED", "ENDED", "AGE"),
            List.of("columns", "COMPLETED", "True", "ml.g5.2xlarge", "5d", "4d", "AGE"));
    assertThat(table("get", "smoj", "columns", "-o", "wide"))
        .containsExactly(
            List.of(
                "NAME",
                "STATUS",
                "READY",
                "INSTANCE",
                "STARTED",
                "ENDED",
                "AGE",
                "REASON",
                "IMAGE",
                "REGION",
                "JOB",
                "MESSAGE"),
            List.of(
                "columns",
                "COMPLETED",
                "True",
                "ml.g5.2xlarge",
                "5d",
                "4d",
                "AGE",
                "Completed",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com/djl:1",
                "us-east-1",
                "Job-1",
                "All is well"));
    assertThat(kubectl("get", "sagemaker").stdout()).contains("columns");
  }

  @ParameterizedTest
  @CsvSource({
    "status.optimizationJobStatus=COMPLETED",
    "status.optimizationJobName=Job-1",
    "status.region=us-east-1",
    "status.accountId=123456789012",
  })
  void resources_are_selected_by_field(String selector) {
    if (jobs.client().namespaces().withName("selected").get() == null) {
      kubectl("create", "namespace", "selected");
      for (String name : List.of("shown", "pending")) {
        OptimizationJob job = SampleJobs.named(name);
        job.getMetadata().setNamespace("selected");
        OptimizationJob created = jobs.client().resource(job).create();
        if (name.equals("shown")) {
          jobs.writeStatus(created, SampleJobs.wholeStatus());
        }
      }
    }

    assertThat(
            kubectl("get", "smoj", "-n", "selected", "--field-selector", selector, "-o", "name")
                .stdout())
        .isEqualTo("optimizationjob.sagemaker.jobreflector.dev/shown\n");
  }

  @ParameterizedTest
  @CsvSource({
    "optimizationjob, shows one SageMaker optimization job",
    "optimizationjob.spec.resyncPeriodSeconds, in seconds",
    "optimizationjob.status, 'optimizationConfigs\t<[]Object>'",
    "optimizationjob.status, 'optimizationEnvironment\t<map[string]string>'",
    "optimizationjob.status.conditions.lastTransitionTime, RFC 3339",
    "optimizationjob.status.optimizationConfigs.unknownMember, '-required-'",
  })
  void kubectl_explain_tells_what_a_field_is(String path, String text) {
    assertThat(kubectl("explain", path).stdout()).contains(text).doesNotContain("<empty>");
  }

  @ParameterizedTest
  @CsvSource({
    "diff-empty, ''",
    "diff-spec, 'spec: {}'",
    "diff-full, 'spec: {optimizationJobName: A, region: us-east-1, resyncPeriodSeconds: 60}'",
  })
  void an_applied_manifest_stays_without_diff_while_the_operator_writes(String name, String spec) {
    String manifest =
        """
        apiVersion: sagemaker.jobreflector.dev/v1alpha1
        kind: OptimizationJob
        metadata: {name: %s}
        %s
        """
            .formatted(name, spec);
    assertThat(jobs.kubectl(manifest, "apply", "-f", "-").stdout()).endsWith("created\n");
    assertThat(jobs.kubectl(manifest, "diff", "-f", "-").stdout()).isEmpty();

    jobs.writeStatus(name, SampleJobs.wholeStatus());

    Result diff = jobs.kubectl(manifest, "diff", "-f", "-");
    assertThat(diff.stdout() + diff.stderr()).isEmpty();
    assertThat(diff.exitCode()).isZero();
    assertThat(jobs.kubectl(manifest, "apply", "-f", "-").stdout()).endsWith("unchanged\n");
    assertThat(jobs.get(name).getStatus()).isEqualTo(SampleJobs.wholeStatus());
  }

  @Test
  void the_definition_itself_stays_without_diff() {
    Result diff = jobs.kubectl("", "diff", "-f", CrdDocument.COMMITTED.toString());

    assertThat(diff.stdout() + diff.stderr()).isEmpty();
    assertThat(diff.exitCode()).isZero();
  }

  private Result kubectl(String... args) {
    return jobs.kubectl("", args);
  }

  /** What kubectl prints, as cells; the age of the resource, which is some seconds, as AGE. */
  private List<List<String>> table(String... args) {
    return kubectl(args)
        .stdout()
        .lines()
        .map(line -> line.replaceAll(" \\d+s\\b", " AGE").stripTrailing().split(" {2,}"))
        .map(List::of)
        .toList();
  }
}

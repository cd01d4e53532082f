package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.When;
import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The subcommand import, as it runs from the jar. */
@ExtendWith(RealApiServerExtension.class)
class ImportIT {

  private final SageMakerSimulator simulator = SageMakerSimulator.start();
  private final RealApiServer server;
  private final String namespace;
  @TempDir private Path folder;

  private record Output(int exitCode, String stdout, String stderr) {}

  ImportIT(RealApiServer server, Namespace namespace) {
    this.server = server;
    this.namespace = namespace.getMetadata().getName();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void kubectl_creates_what_it_prints_and_then_changes_nothing() throws Exception {
    server.applyCrd();
    simulator.jobs().create("llm-7b");
    simulator.jobs().create("LLM-13B");
    simulator.jobs().transition("LLM-13B", JobStatus.FAILED);
    Output first = run("--namespace=" + namespace);
    Path manifests = Files.writeString(folder.resolve("jobs.yaml"), first.stdout());

    assertThat(first.exitCode()).isZero();
    assertThat(first.stderr())
        .isEqualTo("job-reflector import: 2 of 2 jobs imported from us-east-1\n");
    assertThat(first.stdout()).doesNotContain("status", "uid", "owner", "arn:", "role");
    assertThat(apply(manifests)).hasLineCount(2).contains("/llm-7b created");
    assertThat(run("--namespace=" + namespace).stdout()).isEqualTo(first.stdout());
    assertThat(apply(manifests).lines()).allMatch(line -> line.endsWith(" unchanged"));
    assertThat(apply(manifests, "--server-side").lines())
        .allMatch(line -> line.endsWith(" serverside-applied"));
    String version = versions();
    assertThat(apply(manifests, "--server-side")).isNotEmpty();
    assertThat(versions()).isEqualTo(version);
  }

  @Test
  void a_folder_gets_a_file_for_each_job_and_a_kustomization() throws Exception {
    server.applyCrd();
    simulator.jobs().create("llm-7b");
    simulator.jobs().create("llm-7b-smoke");
    simulator.jobs().create("bert");
    Path into = folder.resolve("jobs/team-a");

    Output output =
        run("--job-names=llm-*,bert", "--exclude-job-names=*-smoke", "--output-dir=" + into);

    assertThat(output.exitCode()).isZero();
    assertThat(output.stdout()).isEmpty();
    assertThat(output.stderr()).contains("2 of 3 jobs imported");
    assertThat(files(into)).containsExactly("bert.yaml", "kustomization.yaml", "llm-7b.yaml");
    server.kubectl("apply", "-n", namespace, "-k", into.toString()).succeeded();
    assertThat(versions()).contains("bert ").doesNotContain("smoke");
  }

  @Test
  void only_jobs_created_within_a_time_are_listed() throws Exception {
    simulator.jobs().create("new");

    assertThat(run("--created-within=1d").stderr()).contains("1 of 1 jobs imported");
    assertThat(run("--created-within=0s").stderr()).contains("0 of 0 jobs imported");
  }

  @Test
  void a_page_that_fails_ends_it_with_the_reason_and_without_output() throws Exception {
    for (int i = 0; i < 150; i++) {
      simulator.jobs().create("job-" + i);
    }
    simulator.faults().inject(When.laterPages(), Fault.accessDenied());

    Output whole = run("--aws-rate=100");
    assertThat(whole.exitCode()).isEqualTo(1);
    assertThat(whole.stdout()).isEmpty();
    assertThat(whole.stderr())
        .contains("so nothing is written", "sagemaker:ListOptimizationJobs")
        .hasLineCount(1);
  }

  @Test
  void partial_writes_what_was_listed_before_the_page_that_failed() throws Exception {
    for (int i = 0; i < 150; i++) {
      simulator.jobs().create("job-" + i);
    }
    simulator.faults().inject(When.laterPages(), Fault.accessDenied());

    Output output = run("--aws-rate=100", "--partial");

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.stdout().lines().filter("---"::equals)).hasSize(100);
    assertThat(output.stderr()).contains("100 of 100 jobs imported", "is not complete");
  }

  @Test
  void a_bad_setting_is_one_line_and_exit_code_2() throws Exception {
    Output output = run("--job-names=llm_*");

    assertThat(output.exitCode()).isEqualTo(2);
    assertThat(output.stdout()).isEmpty();
    assertThat(output.stderr())
        .startsWith("job-reflector: --job-names: 'llm_*' is not a job name pattern")
        .hasLineCount(1);
  }

  private Output run(String... flags) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            OperatorProcess.builtJar(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString())));
    line.add("import");
    line.addAll(List.of(flags));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().remove("KUBECONFIG");
    builder.environment().put("AWS_REGION", "us-east-1");
    builder.environment().put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
    builder.environment().put("AWS_ENDPOINT_URL_SAGEMAKER", simulator.endpoint().toString());
    int exitCode = builder.start().waitFor();
    return new Output(exitCode, Files.readString(out), Files.readString(err));
  }

  private String apply(Path manifests, String... flags) {
    List<String> arguments = new ArrayList<>(List.of("apply", "-f", manifests.toString()));
    arguments.addAll(List.of(flags));
    return server.kubectl(arguments.toArray(String[]::new)).succeeded().stdout();
  }

  private String versions() {
    return server
        .kubectl(
            "get",
            "optimizationjobs",
            "-n",
            namespace,
            "-o=jsonpath={range .items[*]}{.metadata.name} {.metadata.resourceVersion}{\"\\n\"}{end}")
        .succeeded()
        .stdout();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

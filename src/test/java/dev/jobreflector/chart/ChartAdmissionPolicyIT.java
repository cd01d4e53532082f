package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.Kubectl.Result;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServer.Settings;
import dev.jobreflector.apiserver.RealApiServerExtension;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chart's policy of job names, and its values on a real API server. */
@WithHelm
@ExtendWith(RealApiServerExtension.class)
class ChartAdmissionPolicyIT {

  private static final Path MANIFEST = Path.of("docs", "install", "job-names-policy.yaml");
  private static final String ON = "--set=admissionPolicy.enabled=true";

  private final Helm helm;
  private final RealApiServer server;

  ChartAdmissionPolicyIT(Helm helm, ApiServerBinaries binaries) {
    this.helm = helm;
    server = RealApiServer.start(binaries, Settings.named("chart-policy"));
  }

  @BeforeEach
  void createNamespaces() {
    server.applyCrd();
    List.of("team-a", "team-a-b", "platform")
        .forEach(namespace -> server.kubectl("create", "namespace", namespace).succeeded());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void it_is_that_of_the_manifest_and_its_values_change_the_rule() throws IOException {
    Rendered manifest = Rendered.of(Files.readString(MANIFEST));
    Rendered rendered = helm.template(ON);
    assertThat(rendered.the(ValidatingAdmissionPolicy.class).getSpec())
        .isEqualTo(manifest.the(ValidatingAdmissionPolicy.class).getSpec());
    assertThat(rendered.the(ValidatingAdmissionPolicyBinding.class).getSpec())
        .isEqualTo(manifest.the(ValidatingAdmissionPolicyBinding.class).getSpec());

    install(
        "--set-json=admissionPolicy.defaultPrefixes=[\"{namespace}-\",\"shared-{namespace}-\"]",
        "--set=admissionPolicy.exemptNamespaces={platform}");
    awaitRefusal("team-a", "team-a-b-llama", "belongs to namespace team-a-b");
    create("team-a", "shared-team-a-llama").succeeded();
    awaitRefusal("team-a", "shared-team-b-llama", "begin with team-a- or shared-team-a-.");
    create("platform", "team-a-b-llama").succeeded();

    install("--set-json=admissionPolicy.defaultPrefixes=[]");
    awaitRefusal("team-a", "team-a-llama", "It may name no job.");
    awaitRefusal("platform", "team-a-llama", "It may name no job.");
    server
        .kubectl(
            "annotate",
            "namespace",
            "team-a",
            "sagemaker.jobreflector.dev/job-name-prefixes=team-a-,Mixtral-")
        .succeeded();
    await().untilAsserted(() -> create("team-a", "team-a-b-llama").succeeded());

    server.kubectl("label", "namespace", "team-a-b", "jobs=own").succeeded();
    install("--set=admissionPolicy.namespaceSelector.matchLabels.jobs=own");
    awaitRefusal("team-a", "team-a-b-llama", "belongs to namespace team-a-b");
    server.kubectl("label", "namespace", "platform", "jobs=own").succeeded();
    server.kubectl("label", "namespace", "team-a-b", "jobs-").succeeded();
    await().untilAsserted(() -> create("team-a", "team-a-b-llama").succeeded());
    awaitRefusal("team-a", "llama", "begin with team-a- or Mixtral-.");
  }

  private void install(String... values) {
    Stream<String> flags =
        Stream.concat(
            Stream.of(ON, "--show-only=templates/admissionpolicy.yaml"), Stream.of(values));
    server
        .kubectlWith(server.kubeconfig())
        .runWithInput(
            helm.templateText(flags.toArray(String[]::new)), "apply", "--server-side", "-f", "-")
        .succeeded();
  }

  private void awaitRefusal(String namespace, String job, String why) {
    await()
        .untilAsserted(
            () -> assertThat(create(namespace, job).stderr()).contains("Forbidden", why));
  }

  private Result create(String namespace, String job) {
    return server
        .kubectlWith(server.kubeconfig())
        .runWithInput(
            """
            apiVersion: sagemaker.jobreflector.dev/v1alpha1
            kind: OptimizationJob
            metadata: {name: %s, namespace: %s}
            """
                .formatted(job, namespace),
            "create",
            "--dry-run=server",
            "-f",
            "-");
  }
}

package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.jobreflector.apiserver.Kubectl;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.chart.HelmInstaller.Installation;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the chart makes is valid: the API server takes every object, by its own schema. */
@WithHelm
@ExtendWith(RealApiServerExtension.class)
class ChartAcceptedIT {

  private final Helm helm;
  private final RealApiServer server;
  private final Installation installation;
  private final String namespace;

  ChartAcceptedIT(Helm helm, RealApiServer server, Installation installation, Namespace namespace) {
    this.helm = helm;
    this.server = server;
    this.installation = installation;
    this.namespace = namespace.getMetadata().getName();
  }

  @BeforeEach
  void makeNamespaces() {
    Stream.of("team-a", "team-b", "leases", "reflecting")
        .forEach(name -> server.kubectl("create", "namespace", name));
  }

  @Test
  void by_default() {
    assertAccepted(helm.templateText(), 11);
  }

  @Test
  void with_all_switches_on_and_all_lists_filled() {
    assumeFalse(installation.definitions().isEmpty(), installation.missing());
    for (Path definition : installation.definitions()) {
      String file = definition.toString();
      server.kubectl("apply", "--server-side", "-f", file).succeeded();
      server.kubectl("wait", "--for=condition=Established", "-f", file).succeeded();
    }

    assertAccepted(helm.templateText(Helm.FULL), 19);
  }

  @Test
  void where_release_and_namespaces_are_called_by_numbers() {
    Stream.of("456", "789").forEach(name -> server.kubectl("create", "namespace", name));
    String chart = Helm.CHART.toString();
    String watched = "--set-json=settings.namespaces=[\"789\"]";

    assertAccepted(
        helm.run(List.of("template", "123", chart, "-n", "456", Helm.IMAGE, watched)).succeeded(),
        11);
  }

  @Test
  void an_object_that_is_not_valid_would_be_refused() {
    String broken = helm.templateText().replace("maxUnavailable: 1", "maxUnavailabel: 1");

    assertThat(dryRun(broken).stderr())
        .contains(".spec.maxUnavailabel: field not declared in schema");
  }

  @Test
  void its_pods_are_admitted_where_pod_security_is_restricted() {
    server
        .kubectl(
            "label",
            "--overwrite",
            "namespace",
            namespace,
            "pod-security.kubernetes.io/enforce=restricted")
        .succeeded();
    Pod pod = pod(helm.template());
    Pod careless =
        new PodBuilder(pod)
            .editSpec()
            .editContainer(0)
            .withSecurityContext(null)
            .endContainer()
            .endSpec()
            .build();

    assertThat(create(pod).getMetadata().getUid()).isNotEmpty();
    assertThatThrownBy(() -> create(careless))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("violates PodSecurity \"restricted");
  }

  private void assertAccepted(String manifests, int objects) {
    assertThat(dryRun(manifests).succeeded().stdout().lines())
        .hasSize(objects)
        .allMatch(line -> line.endsWith(" (server dry run)"));
  }

  private Kubectl.Result dryRun(String manifests) {
    return server
        .kubectlWith(server.kubeconfig())
        .runWithInput(
            manifests,
            "apply",
            "--server-side",
            "--force-conflicts",
            "--dry-run=server",
            "--validate=strict",
            "-f",
            "-");
  }

  private Pod create(Pod pod) {
    return server.client().pods().inNamespace(namespace).resource(pod).dryRun().create();
  }

  private static Pod pod(Rendered rendered) {
    var template = rendered.the(Deployment.class).getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("operator-")
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }
}

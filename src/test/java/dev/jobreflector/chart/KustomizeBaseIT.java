package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Kustomize base, made of the chart and built by kubectl. */
@WithHelm
@ExtendWith(RealApiServerExtension.class)
class KustomizeBaseIT {

  private static final Path BASE = Path.of("kustomize", "base").toAbsolutePath();

  private static final Path DEFINITION =
      Path.of("crds", "optimizationjobs.sagemaker.jobreflector.dev.yaml");

  private final Helm helm;
  private final RealApiServer server;
  private final String namespace;

  KustomizeBaseIT(Helm helm, RealApiServer server, Namespace namespace) {
    this.helm = helm;
    this.server = server;
    this.namespace = namespace.getMetadata().getName();
  }

  @Test
  void it_is_what_the_script_makes_of_the_chart(@TempDir Path folder)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "kustomize/render.sh", folder.resolve("made").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("HELM", helm.program().toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();

    for (Path file : List.of(Path.of("base", "install.yaml"), DEFINITION)) {
      assertThat(Path.of("kustomize").resolve(file))
          .as("run: kustomize/render.sh")
          .hasSameTextualContentAs(folder.resolve("made").resolve(file));
    }
  }

  @Test
  void an_overlay_says_where_the_image_is_and_the_api_server_takes_it_all(@TempDir Path folder)
      throws IOException {
    Path overlay = overlay(folder.toRealPath());

    String built = server.kubectl("kustomize", overlay.toString()).succeeded().stdout();
    String accepted =
        server
            .kubectl(
                "apply",
                "--server-side",
                "--force-conflicts",
                "--dry-run=server",
                "--validate=strict",
                "-k",
                overlay.toString())
            .succeeded()
            .stdout();

    Deployment deployment = Rendered.of(built).the(Deployment.class);
    assertThat(deployment.getMetadata().getNamespace()).isEqualTo(namespace);
    assertThat(deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .startsWith("registry.example.com/ml/sagemaker-job-reflector:");
    assertThat(Rendered.of(built).the(ClusterRoleBinding.class).getSubjects().get(0).getNamespace())
        .isEqualTo(namespace);
    assertThat(accepted.lines())
        .hasSameSizeAs(Rendered.of(built).objects())
        .allMatch(line -> line.endsWith(" (server dry run)"))
        .contains("deployment.apps/job-reflector serverside-applied (server dry run)");
  }

  private Path overlay(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: %s
        resources: [%s]
        images:
        - name: sagemaker-job-reflector
          newName: registry.example.com/ml/sagemaker-job-reflector
        """
            .formatted(namespace, folder.relativize(BASE)));
    return folder;
  }
}

package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServer.Settings;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.JobsNamespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The life of an overlay, done by kubectl on a cluster that has nothing of the project's yet. */
@ExtendWith(RealApiServerExtension.class)
class KustomizeOverlayIT {

  private static final Path BASE = Path.of("kustomize", "base").toAbsolutePath();
  private static final Path CRDS = Path.of("kustomize", "crds").toAbsolutePath();
  private static final String DEFINITION = "optimizationjobs.sagemaker.jobreflector.dev";
  private static final String OPERATOR =
      "deployments,services,serviceaccounts,poddisruptionbudgets,roles,rolebindings,clusterroles,"
          + "clusterrolebindings";

  private final RealApiServer server;
  private final Path folder;

  KustomizeOverlayIT(ApiServerBinaries binaries, @TempDir Path folder) throws IOException {
    server = RealApiServer.start(binaries, Settings.named("overlay"));
    this.folder = folder.toRealPath();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_deleted_overlay_leaves_the_definition_the_namespace_and_every_job() throws IOException {
    String overlay = overlay(BASE);
    kubectl("apply", "--server-side", "-k", CRDS.toString());
    kubectl("wait", "--for=condition=Established", "crd/" + DEFINITION);
    kubectl("apply", "--server-side", "-k", overlay);
    new JobsNamespace(server, "default").apply("kept");
    new JobsNamespace(server, "job-reflector").apply("kept");
    assertThat(operator()).isNotEmpty();
    String uid = definition().getMetadata().getUid();

    kubectl("delete", "-k", overlay);

    assertThat(operator()).isEmpty();
    assertKept(uid);

    kubectl("apply", "--server-side", "-k", overlay);
    assertThat(operator()).isNotEmpty();
    assertKept(uid);
  }

  /** What the base was in earlier versions: all in one. */
  @Test
  void an_overlay_of_the_old_base_is_upgraded_and_then_deleted_without_loss() throws IOException {
    String old = overlay(CRDS, BASE);
    kubectl("apply", "--server-side", "-k", old);
    kubectl("wait", "--for=condition=Established", "crd/" + DEFINITION);
    new JobsNamespace(server, "default").apply("kept");
    new JobsNamespace(server, "job-reflector").apply("kept");
    String uid = definition().getMetadata().getUid();

    String overlay = overlay(BASE);
    kubectl("apply", "--server-side", "-k", CRDS.toString());
    kubectl("apply", "--server-side", "-k", overlay);
    kubectl("delete", "-k", overlay);

    assertThat(operator()).isEmpty();
    assertKept(uid);
  }

  @Test
  void what_must_stay_is_marked_for_tools_that_prune() {
    assertThat(Rendered.of(kubectl("kustomize", CRDS.toString())))
        .satisfies(
            kept ->
                assertThat(kept.names())
                    .containsExactlyInAnyOrder(
                        "Namespace/job-reflector", "CustomResourceDefinition/" + DEFINITION))
        .satisfies(
            kept ->
                assertThat(kept.objects())
                    .allSatisfy(
                        object ->
                            assertThat(object.getMetadata().getAnnotations())
                                .containsEntry("kustomize.toolkit.fluxcd.io/prune", "disabled")
                                .containsEntry(
                                    "argocd.argoproj.io/sync-options",
                                    "Prune=false,Delete=false")));
  }

  private String overlay(Path... resources) throws IOException {
    Path overlay = Files.createDirectories(folder.resolve("overlay"));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: %s
        images:
        - name: sagemaker-job-reflector
          newName: registry.example.com/ml/sagemaker-job-reflector
        """
            .formatted(Stream.of(resources).map(overlay::relativize).toList()));
    return overlay.toString();
  }

  private String operator() {
    return kubectl(
        "get", OPERATOR, "-A", "-l", "app.kubernetes.io/instance=job-reflector", "-o", "name");
  }

  private String kubectl(String... args) {
    return server.kubectl(args).succeeded().stdout();
  }

  private void assertKept(String uid) {
    assertThat(definition().getMetadata().getUid()).isEqualTo(uid);
    assertThat(definition().getMetadata().getDeletionTimestamp()).isNull();
    assertThat(
            server
                .client()
                .namespaces()
                .withName("job-reflector")
                .get()
                .getMetadata()
                .getDeletionTimestamp())
        .isNull();
    assertThat(kubectl("get", "optimizationjobs", "-A", "-o", "name").lines()).hasSize(2);
  }

  private CustomResourceDefinition definition() {
    return server
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(DEFINITION)
        .get();
  }
}

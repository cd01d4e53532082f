package dev.jobreflector.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServer.Settings;
import dev.jobreflector.apiserver.RealApiServerExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real API server takes the manifests of gitops/ and examples/, as users hand them to it. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {

  private static final String LEFT_OUT =
      """

      !!!! LEFT OUT: the tests of manifests for Flux and Argo CD. They need CustomResourceDefinitions
      !!!! from Go modules (.ci/gitops/definitions.txt): %s
      """;

  // Its own: definitions of other projects are not for the other tests.
  private final RealApiServer server;
  private String definitionsMissing = "";

  ExamplesIT(ApiServerBinaries binaries) {
    server = RealApiServer.start(binaries, Settings.named("examples"));
  }

  @BeforeAll
  void define() {
    server.applyCrd();
    for (String namespace : List.of("models", "flux-system", "argocd", "monitoring")) {
      server
          .client()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    try {
      for (DefinitionInModule definition : DefinitionInModule.needed()) {
        server.applyCrd(new ByteArrayInputStream(definition.yaml()));
      }
    } catch (IOException e) {
      definitionsMissing = LEFT_OUT.formatted(e.getMessage());
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw new IllegalStateException(definitionsMissing, e);
      }
      System.out.println(definitionsMissing);
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(GitOpsFiles.EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void each_manifest_is_taken_and_applied_twice_changes_nothing(Path manifest) {
    String yaml = GitOpsFiles.text(manifest);
    if (yaml.contains("fluxcd.io/") || yaml.contains("argoproj.io/v1")) {
      needDefinitions();
    }
    String[] namespace =
        yaml.contains("namespace: ") ? new String[0] : new String[] {"--namespace=models"};

    assertThat(applied(yaml, namespace)).isNotEmpty();

    assertThat(applied(yaml, namespace)).allMatch(line -> line.endsWith(" unchanged"));
  }

  @Test
  void argo_cds_settings_get_the_script_and_keep_the_rest() {
    kubectl("-n", "argocd", "create", "configmap", "argocd-cm", "--from-literal=url=https://argo");

    kubectl(
        "-n",
        "argocd",
        "patch",
        "configmap",
        "argocd-cm",
        "--patch-file",
        "gitops/argocd/argocd-cm.yaml");

    assertThat(
            server
                .client()
                .configMaps()
                .inNamespace("argocd")
                .withName("argocd-cm")
                .get()
                .getData())
        .containsEntry("url", "https://argo")
        .containsEntry(
            "resource.customizations.health.sagemaker.jobreflector.dev_OptimizationJob",
            GitOpsFiles.text(GitOpsFiles.HEALTH_SCRIPT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed.yaml", "finished.yaml"})
  void flux_takes_the_expressions(String file) {
    needDefinitions();
    String kustomization =
        Serialization.asYaml(
            Map.of(
                "apiVersion",
                "kustomize.toolkit.fluxcd.io/v1",
                "kind",
                "Kustomization",
                "metadata",
                Map.of("name", "with-expressions", "namespace", "flux-system"),
                "spec",
                Map.of(
                    "interval",
                    "1h",
                    "prune",
                    true,
                    "sourceRef",
                    Map.of("kind", "GitRepository", "name", "models"),
                    "healthCheckExprs",
                    GitOpsFiles.yaml(
                        GitOpsFiles.GITOPS.resolve("flux").resolve(file), JsonNode.class))));

    assertThat(applied(kustomization)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("dev.jobreflector.gitops.GitOpsFiles#healthTestdata")
  void testdata_of_the_health_script_are_what_an_api_server_holds(Path testdata) {
    GenericKubernetesResource held = GitOpsFiles.yaml(testdata, GenericKubernetesResource.class);
    OptimizationJob spec = GitOpsFiles.yaml(testdata, OptimizationJob.class);
    spec.getMetadata().setNamespace("argocd");
    spec.getMetadata().setResourceVersion(null);
    spec.getMetadata().setUid(null);
    server.client().resource(spec).create();
    server
        .client()
        .resource(spec)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("test")
                .withForce(true)
                .build());

    GenericKubernetesResource stored =
        server
            .client()
            .genericKubernetesResources(
                HasMetadata.getApiVersion(OptimizationJob.class), "OptimizationJob")
            .inNamespace("argocd")
            .withName(held.getMetadata().getName())
            .get();

    assertThat(stored.getAdditionalProperties()).isEqualTo(held.getAdditionalProperties());
    server.client().resource(spec).delete();
  }

  @Test
  void kube_state_metrics_may_read_what_it_is_to_show() {
    applied(GitOpsFiles.text(GitOpsFiles.EXAMPLES.resolve("kube-state-metrics/rights.yaml")));

    for (String type : List.of("optimizationjobs", "customresourcedefinitions")) {
      for (String verb : List.of("list", "watch")) {
        assertThat(
                kubectl(
                    "auth",
                    "can-i",
                    verb,
                    type,
                    "--all-namespaces",
                    "--as=system:serviceaccount:monitoring:kube-state-metrics"))
            .startsWith("yes");
      }
    }
  }

  private void needDefinitions() {
    assumeTrue(definitionsMissing.isEmpty(), definitionsMissing);
  }

  /** What kubectl apply says of each object. */
  private List<String> applied(String yaml, String... flags) {
    String[] command =
        Stream.concat(Stream.of("apply", "-f", "-"), Stream.of(flags)).toArray(String[]::new);
    return server
        .kubectlWith(server.kubeconfig())
        .runWithInput(yaml, command)
        .succeeded()
        .stdout()
        .lines()
        .toList();
  }

  private String kubectl(String... args) {
    return server.kubectl(args).succeeded().stdout();
  }
}

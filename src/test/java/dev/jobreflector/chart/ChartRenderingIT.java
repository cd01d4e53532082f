package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm makes of the chart's values, without a cluster. */
@WithHelm
class ChartRenderingIT {

  private static final String DEFINITION =
      "CustomResourceDefinition/optimizationjobs.sagemaker.jobreflector.dev";

  private final Helm helm;

  ChartRenderingIT(Helm helm) {
    this.helm = helm;
  }

  @Test
  void lint_has_nothing_to_say() {
    String said =
        helm.run(List.of("lint", "--strict", Helm.CHART.toString(), Helm.IMAGE)).succeeded();

    assertThat(said).doesNotContain("[WARNING]", "[ERROR]").contains("0 chart(s) failed");
  }

  @Test
  void an_image_is_all_that_must_be_given() {
    assertThat(helm.template().names())
        .containsExactlyInAnyOrder(
            DEFINITION,
            "ServiceAccount/job-reflector",
            "ClusterRole/job-reflector",
            "ClusterRole/job-reflector-view",
            "ClusterRole/job-reflector-edit",
            "ClusterRoleBinding/job-reflector",
            "Role/job-reflector-lease",
            "RoleBinding/job-reflector-lease",
            "Service/job-reflector",
            "PodDisruptionBudget/job-reflector",
            "Deployment/job-reflector");
    assertThat(helm.templateOf(Helm.CHART, List.of()).stderr())
        .contains("image.repository is not set: no image of this project is published yet");
  }

  @ParameterizedTest
  @CsvSource({
    "crds.enabled=false, -CustomResourceDefinition/optimizationjobs.sagemaker.jobreflector.dev",
    "serviceAccount.create=false, -ServiceAccount/job-reflector",
    "rbac.create=false, -ClusterRole/job-reflector -ClusterRoleBinding/job-reflector"
        + " -Role/job-reflector-lease -RoleBinding/job-reflector-lease",
    "rbac.aggregate=false, -ClusterRole/job-reflector-view -ClusterRole/job-reflector-edit",
    "admissionPolicy.enabled=true, +ValidatingAdmissionPolicy/job-reflector-job-names"
        + " +ValidatingAdmissionPolicyBinding/job-reflector-job-names",
    "service.enabled=false, -Service/job-reflector",
    "podDisruptionBudget.enabled=false, -PodDisruptionBudget/job-reflector",
    "podMonitor.enabled=true, +PodMonitor/job-reflector",
    "prometheusRule.enabled=true, +PrometheusRule/job-reflector",
    "networkPolicy.enabled=true, +NetworkPolicy/job-reflector",
    "dashboard.enabled=true, +ConfigMap/job-reflector-dashboard",
  })
  void each_switch_adds_or_takes_what_it_says_and_no_more(String value, String change) {
    List<String> before = helm.template().names().toList();
    List<String> after = helm.template("--set=" + value).names().toList();

    Stream<String> gone = before.stream().filter(name -> !after.contains(name)).map("-"::concat);
    Stream<String> come = after.stream().filter(name -> !before.contains(name)).map("+"::concat);
    assertThat(Stream.concat(gone, come)).containsExactlyInAnyOrder(change.split(" ", -1));
  }

  @Test
  void every_object_has_the_labels_that_tools_look_for() {
    assertThat(helm.template(Helm.FULL).objects())
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getLabels())
                    .as(object.getKind())
                    .containsEntry("app.kubernetes.io/name", "job-reflector")
                    .containsEntry("app.kubernetes.io/instance", "job-reflector")
                    .containsEntry("app.kubernetes.io/managed-by", "Helm")
                    .containsEntry("team", "ml-platform")
                    .containsKeys("app.kubernetes.io/version", "helm.sh/chart"));
  }

  @Test
  void the_definition_is_the_projects_and_is_kept() throws IOException {
    CustomResourceDefinition rendered = helm.template().the(CustomResourceDefinition.class);

    assertThat(rendered.getSpec())
        .isEqualTo(
            Serialization.unmarshal(
                    Files.readString(Path.of("crds", rendered.getMetadata().getName() + ".yaml")),
                    CustomResourceDefinition.class)
                .getSpec());
    assertThat(rendered.getMetadata().getAnnotations())
        .isEqualTo(Map.of("helm.sh/resource-policy", "keep"));
    assertThat(
            helm.template("--set=crds.keep=false")
                .the(CustomResourceDefinition.class)
                .getMetadata()
                .getAnnotations())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "replicaCoun=3, replicaCoun",
    "settings.awsRat=2, awsRat",
    "settings.resyncPeriod=soon, resyncPeriod",
    "settings.region=Ireland, region",
    "image.digest=latest, digest",
    "podMonitor.enable=true, enable",
    "livenessProbe.period=3, period",
    "admissionPolicy.defaultPrefixes={team_a}, defaultPrefixes",
  })
  void a_misspelt_value_is_refused_by_its_name(String value, String named) {
    Helm.Result result = helm.templateOf(Helm.CHART, List.of(Helm.IMAGE, "--set=" + value));

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.stderr().strip())
        .contains("values don't meet the specifications of the schema", named)
        .hasLineCount(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"egressPorts", "egressCidrs"})
  void an_empty_list_that_would_open_a_network_policy_to_all_is_refused(String list) {
    Helm.Result result =
        helm.templateOf(
            Helm.CHART, List.of(Helm.IMAGE, "--set-json=networkPolicy." + list + "=[]"));

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.stderr()).contains(list);
  }

  @Test
  void a_parent_chart_may_have_it_as_a_dependency(@TempDir Path parent) throws IOException {
    Files.writeString(
        parent.resolve("Chart.yaml"),
        """
        apiVersion: v2
        name: platform
        version: 1.0.0
        dependencies:
        - {name: job-reflector, version: "*", condition: job-reflector.enabled}
        """);
    Files.writeString(
        parent.resolve("values.yaml"),
        """
        global: {clusterName: production}
        job-reflector: {enabled: true, image: {repository: registry.example.com/job-reflector}}
        """);
    helm.run(List.of("package", Helm.CHART.toString(), "-d", parent.resolve("charts").toString()))
        .succeeded();

    String rendered = helm.templateOf(parent, List.of()).succeeded();

    assertThat(Rendered.of(rendered).names()).contains("Deployment/job-reflector", DEFINITION);
  }
}

package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.settings.SettingsParser;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** How the chart runs the operator. */
@WithHelm
class ChartDeploymentIT {

  private final Helm helm;

  ChartDeploymentIT(Helm helm) {
    this.helm = helm;
  }

  @Test
  void what_is_the_operators_default_is_left_to_it() {
    Container operator = helm.template().operator();

    assertThat(operator.getEnv()).isEmpty();
    assertThat(operator.getArgs()).isEmpty();
  }

  @Test
  void every_setting_reaches_the_operator_and_is_understood() throws IOException {
    Container operator = helm.template(Helm.FULL).operator();
    Map<String, String> environment = Rendered.environment(operator);

    List<OptionSpec> flags = ChartValuesTest.flags().toList();
    Map<?, ?> given =
        (Map<?, ?>)
            Serialization.unmarshal(
                    Files.readString(Path.of(Helm.FULL.substring("--values=".length()))), Map.class)
                .get("settings");
    assertThat(given.keySet().stream().map(Object::toString))
        .as("full-values.yaml has every setting")
        .containsExactlyInAnyOrderElementsOf(
            flags.stream().map(flag -> ChartValuesTest.camelCase(flag.longestName())).toList());
    given.forEach(
        (name, value) -> {
          if (!name.equals("leaderElection")) {
            String text = value instanceof List<?> list ? join(list) : String.valueOf(value);
            assertThat(environment).containsEntry(variable(name.toString()), text);
          }
        });
    assertThat(environment)
        .doesNotContainKey("JOBREFLECTOR_LEADER_ELECTION")
        .containsEntry("AWS_REGION", "eu-west-1");
    SettingsParser.parse(
        SettingsParser.parser(environment), operator.getArgs().toArray(String[]::new));
  }

  @Test
  void leader_election_is_off_for_a_single_replica_only() {
    Rendered single = helm.template("--set=settings.leaderElection=false", "--set=replicaCount=1");

    assertThat(Rendered.environment(single.operator()))
        .containsEntry("JOBREFLECTOR_LEADER_ELECTION", "false");
    assertThat(single.all(Role.class)).isEmpty();
    assertThat(
            helm.templateOf(Helm.CHART, List.of(Helm.IMAGE, "--set=settings.leaderElection=false"))
                .stderr())
        .contains("With settings.leaderElection=false, replicaCount must be 1");
  }

  @Test
  void releases_in_one_namespace_have_leases_of_their_own() {
    assertThat(Rendered.environment(helm.template("--set=fullnameOverride=shard-two").operator()))
        .isEqualTo(Map.of("JOBREFLECTOR_LEASE_NAME", "shard-two"));
  }

  @Test
  void a_region_of_ones_own_for_the_sdk_is_not_given_twice() {
    Rendered rendered =
        helm.template(
            "--set=settings.region=eu-west-1",
            "--set=extraEnv[0].name=AWS_REGION",
            "--set=extraEnv[0].value=us-east-1");

    assertThat(rendered.operator().getEnv())
        .extracting(variable -> variable.getName() + "=" + variable.getValue())
        .containsExactlyInAnyOrder("JOBREFLECTOR_REGION=eu-west-1", "AWS_REGION=us-east-1");
  }

  @Test
  void the_image_is_that_of_a_digest_a_tag_or_the_version() {
    String name = "registry.example.com/job-reflector";
    String digest = "sha256:" + "0".repeat(64);

    assertThat(helm.template().operator().getImage()).matches(name + ":\\d+\\.\\d+\\.\\d+");
    assertThat(helm.template("--set=image.tag=1.2.3-rc1").operator().getImage())
        .isEqualTo(name + ":1.2.3-rc1");
    assertThat(
            helm.template("--set=image.tag=1.2.3", "--set=image.digest=" + digest)
                .operator()
                .getImage())
        .isEqualTo(name + "@" + digest);
  }

  @Test
  void everything_that_can_be_given_is_in_the_deployment() {
    Deployment deployment = helm.template(Helm.FULL).the(Deployment.class);
    var pod = deployment.getSpec().getTemplate();
    Container operator = pod.getSpec().getContainers().get(0);

    assertThat(deployment.getMetadata().getLabels()).containsEntry("a", "deployment-label");
    assertThat(deployment.getMetadata().getAnnotations())
        .containsEntry("a", "deployment-annotation");
    assertThat(pod.getMetadata().getLabels()).containsEntry("a", "pod-label");
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("a", "pod-annotation");
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(3);
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("reflector");
    assertThat(pod.getSpec().getImagePullSecrets().get(0).getName()).isEqualTo("registry");
    assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("system-cluster-critical");
    assertThat(pod.getSpec().getNodeSelector())
        .isEqualTo(Map.of("kubernetes.io/os", "linux", "kubernetes.io/arch", "arm64"));
    assertThat(pod.getSpec().getTolerations().get(0).getKey()).isEqualTo("dedicated");
    assertThat(pod.getSpec().getAffinity().getNodeAffinity()).isNotNull();
    assertThat(pod.getSpec().getVolumes())
        .extracting("name")
        .containsExactly("tmp", "certificates");
    assertThat(operator.getVolumeMounts())
        .extracting("mountPath")
        .containsExactly("/tmp", "/certificates");
    assertThat(operator.getEnvFrom().get(0).getConfigMapRef().getName()).isEqualTo("proxy");
    assertThat(operator.getEnv())
        .extracting("name")
        .contains("JAVA_TOOL_OPTIONS", "AWS_ENDPOINT_URL_SAGEMAKER", "NODE")
        .doesNotHaveDuplicates();
    assertThat(operator.getArgs()).containsExactly("--log-level=trace");
    assertThat(operator.getPorts().get(0).getContainerPort()).isEqualTo(9090);
  }

  @Test
  void replicas_are_spread_and_not_taken_at_once() {
    Rendered rendered = helm.template();
    var spec = rendered.the(Deployment.class).getSpec();
    Map<String, String> pods = spec.getSelector().getMatchLabels();

    assertThat(spec.getReplicas()).isEqualTo(2);
    assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
    assertThat(spec.getTemplate().getSpec().getTopologySpreadConstraints())
        .allSatisfy(
            spread -> assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(pods))
        .allSatisfy(
            spread -> assertThat(spread.getMatchLabelKeys()).containsExactly("pod-template-hash"))
        .extracting("topologyKey")
        .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    var budget = rendered.the(PodDisruptionBudget.class).getSpec();
    assertThat(budget.getMaxUnavailable().getIntVal()).isEqualTo(1);
    assertThat(budget.getSelector().getMatchLabels()).isEqualTo(pods);
    assertThat(spec.getTemplate().getMetadata().getLabels()).containsAllEntriesOf(pods);
  }

  @Test
  void the_user_can_be_left_to_the_cluster() {
    var security =
        helm.template(
                "--set-json=podSecurityContext="
                    + "{\"runAsUser\":null,\"runAsGroup\":null,\"fsGroup\":null}")
            .the(Deployment.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getSecurityContext();

    assertThat(security.getRunAsUser()).isNull();
    assertThat(security.getRunAsGroup()).isNull();
    assertThat(security.getFsGroup()).isNull();
    assertThat(security.getRunAsNonRoot()).isTrue();
  }

  @Test
  void a_Deployment_that_is_recreated_has_nothing_of_a_rolling_update() {
    var strategy =
        helm.template("--set=strategy.type=Recreate").the(Deployment.class).getSpec().getStrategy();

    assertThat(strategy.getType()).isEqualTo("Recreate");
    assertThat(strategy.getRollingUpdate()).isNull();
  }

  private static String variable(String setting) {
    return SettingsParser.VARIABLE_PREFIX
        + setting.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  private static String join(List<?> list) {
    return String.join(",", list.stream().map(Object::toString).toList());
  }
}

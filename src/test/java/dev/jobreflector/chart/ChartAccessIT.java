package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart lets the operator reach. */
@WithHelm
class ChartAccessIT {

  private final Helm helm;

  ChartAccessIT(Helm helm) {
    this.helm = helm;
  }

  @Test
  void the_rights_are_those_of_the_install_manifest() throws IOException {
    Rendered manifest = Rendered.of(Files.readString(Path.of("docs", "install", "rbac.yaml")));
    Rendered all = helm.template();
    ClusterRole proven = manifest.the(ClusterRole.class);

    assertThat(((ClusterRole) all.the("ClusterRole/job-reflector")).getRules())
        .isEqualTo(proven.getRules());
    assertThat(all.the(Role.class).getRules()).isEqualTo(manifest.the(Role.class).getRules());
    assertThat(all.the(Role.class).getMetadata().getNamespace()).isEqualTo("reflecting");
    Subject account = all.the(ClusterRoleBinding.class).getSubjects().get(0);
    assertThat(account.getName() + " in " + account.getNamespace())
        .isEqualTo("job-reflector in reflecting");

    Rendered some = helm.template("--set=settings.namespaces={team-a,team-b}");
    assertThat(some.names())
        .doesNotContain("ClusterRole/job-reflector", "ClusterRoleBinding/job-reflector");
    assertThat(some.all(Role.class))
        .filteredOn(role -> role.getMetadata().getName().equals("job-reflector"))
        .allSatisfy(role -> assertThat(role.getRules()).isEqualTo(proven.getRules()))
        .extracting(role -> role.getMetadata().getNamespace())
        .containsExactly("team-a", "team-b");
    assertThat(some.all(RoleBinding.class))
        .extracting(role -> role.getMetadata().getNamespace())
        .containsExactlyInAnyOrder("team-a", "team-b", "reflecting");
  }

  @Test
  void without_rights_on_the_whole_cluster_all_that_it_makes_has_a_namespace() {
    assertThat(
            helm.template(
                    "--set=settings.namespaces={team-a}",
                    "--set=rbac.aggregate=false",
                    "--set=crds.enabled=false")
                .objects())
        .isNotEmpty()
        .allSatisfy(object -> assertThat(object.getMetadata().getNamespace()).isNotBlank());
  }

  @Test
  void what_a_network_policy_lets_out_is_dns_the_api_server_aws_and_pod_identity() {
    NetworkPolicy policy =
        helm.template("--set=networkPolicy.enabled=true").the(NetworkPolicy.class);

    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getEgress())
        .extracting(
            rule ->
                Stream.concat(
                        rule.getPorts().stream()
                            .map(port -> port.getProtocol() + " " + port.getPort().getIntVal()),
                        rule.getTo().stream().map(peer -> peer.getIpBlock().getCidr()))
                    .toList())
        .containsExactly(
            List.of("UDP 53", "TCP 53", "UDP 5353", "TCP 5353"),
            List.of("TCP 443", "TCP 6443", "0.0.0.0/0", "::/0"),
            List.of("TCP 80", "169.254.170.23/32", "fd00:ec2::23/128"));
    assertThat(policy.getSpec().getIngress()).hasSize(1);
    assertThat(policy.getSpec().getIngress().get(0).getPorts().get(0).getPort().getStrVal())
        .isEqualTo("http");
  }
}

package dev.jobreflector.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the other integration tests take for granted of their API server. */
@ExtendWith(RealApiServerExtension.class)
class RealApiServerIT {

  private final RealApiServer server;
  private final ApiServerBinaries binaries;
  private final String namespace;

  RealApiServerIT(RealApiServer server, ApiServerBinaries binaries, Namespace namespace) {
    this.server = server;
    this.binaries = binaries;
    this.namespace = namespace.getMetadata().getName();
  }

  @Test
  void client_and_server_tell_the_version_of_their_folder() {
    String version = "v" + binaries.version();

    assertThat(server.version()).isEqualTo(version);
    assertThat(server.kubectl("version").succeeded().stdout())
        .contains("Client Version: " + version, "Server Version: " + version);
  }

  @Test
  void serves_the_events_that_the_operator_writes() {
    assertThat(server.kubectl("api-versions").succeeded().stdout().lines())
        .contains("events.k8s.io/v1");
  }

  @Test
  void refuses_without_credentials_or_with_wrong_ones() {
    Kubectl stranger = server.kubectlWith(server.kubeconfigOfToken("not-a-token"));

    assertThat(stranger.run("get", "configmaps", "-n", namespace).stderr())
        .contains("Unauthorized");
  }

  @Test
  void a_service_account_has_the_rights_that_rbac_gives_it_and_no_others() {
    Kubectl kubectl = server.kubectlWith(server.kubeconfigOf(namespace, "reader"));
    String user = "system:serviceaccount:%s:reader".formatted(namespace);
    assertThat(kubectl.run("auth", "whoami").succeeded().stdout()).contains(user);
    assertThat(kubectl.run("get", "configmaps", "-n", namespace).stderr())
        .contains("Forbidden", user);

    server
        .kubectl(
            "create", "role", "reader", "-n", namespace, "--verb=list", "--resource=configmaps")
        .succeeded();
    server
        .kubectl(
            "create",
            "rolebinding",
            "reader",
            "-n",
            namespace,
            "--role=reader",
            "--serviceaccount=" + namespace + ":reader")
        .succeeded();

    await().untilAsserted(() -> kubectl.run("get", "configmaps", "-n", namespace).succeeded());
    assertThat(kubectl.run("get", "secrets", "-n", namespace).stderr()).contains("Forbidden");
  }

  @Test
  void kubectl_makes_tokens_of_service_accounts() {
    server.kubectl("create", "serviceaccount", "minted", "-n", namespace).succeeded();
    String token =
        server.kubectl("create", "token", "minted", "-n", namespace).succeeded().stdout().strip();

    assertThat(
            server
                .kubectlWith(server.kubeconfigOfToken(token))
                .run("auth", "whoami")
                .succeeded()
                .stdout())
        .contains("system:serviceaccount:%s:minted".formatted(namespace));
  }

  @Test
  void kubectl_in_the_background_shows_changes_as_they_happen() {
    try (Kubectl.Running watch =
        server.kubectlBackground("get", "configmaps", "-n", namespace, "--watch", "-o", "name")) {
      createConfigMap(server.client(), namespace, "watched");

      await().untilAsserted(() -> assertThat(watch.output()).contains("configmap/watched"));
      assertThat(watch.isAlive()).isTrue();
    }
  }

  @Test
  void a_restart_keeps_port_and_data_and_tokens() {
    try (RealApiServer own =
        RealApiServer.start(binaries, RealApiServer.Settings.named("restarted"))) {
      String url = own.url();
      Kubectl tokenHolder = own.kubectlWith(own.kubeconfigOf("default", "holder"));
      createConfigMap(own.client(), "default", "kept");

      own.stopApiServer();
      assertThat(own.kubectl("get", "configmaps").exitCode()).isNotZero();
      own.startApiServer();

      assertThat(own.url()).isEqualTo(url);
      assertThat(own.client().configMaps().inNamespace("default").withName("kept").get())
          .isNotNull();
      assertThat(tokenHolder.run("auth", "whoami").succeeded().stdout()).contains(":holder");
    }
  }

  @Test
  void serves_the_projects_resource_once_it_is_applied() {
    server.applyCrd();
    server.applyCrd();

    assertThat(server.kubectl("get", "optimizationjobs", "-n", namespace).succeeded().stderr())
        .contains("No resources found");
  }

  @Test
  void takes_additional_flags_of_both_programs() {
    RealApiServer.Settings settings =
        RealApiServer.Settings.named("flags")
            .withApiServerFlags("--runtime-config=autoscaling/v2=false")
            .withEtcdFlags("--max-request-bytes=100000");

    try (RealApiServer own = RealApiServer.start(binaries, settings)) {
      assertThat(own.kubectl("api-versions").succeeded().stdout())
          .contains("events.k8s.io/v1")
          .doesNotContain("autoscaling/v2");
      assertThat(
              own.kubectl("create", "configmap", "large", "--from-literal=x=" + "x".repeat(120_000))
                  .stderr())
          .contains("request is too large");
    }
  }

  @Test
  void says_in_the_failure_why_a_server_does_not_start() {
    assertThatThrownBy(
            () ->
                RealApiServer.start(
                    binaries,
                    RealApiServer.Settings.named("broken").withApiServerFlags("--no-such-flag")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unknown flag: --no-such-flag");
  }

  private static void createConfigMap(KubernetesClient client, String namespace, String name) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build())
        .create();
  }
}

package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.proxy.LoopbackProxy;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.SageMakerSimulator;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/** What the user reads where the operator cannot start, or starts without what it needs of AWS. */
@ExtendWith(RealApiServerExtension.class)
class StartIT {

  /** Seconds for the user; more only because a test machine may be busy. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(15);

  private static final Set<SystemSetting> NEEDED =
      Set.of(
          SdkSystemSetting.AWS_REGION,
          SdkSystemSetting.AWS_ACCESS_KEY_ID,
          SdkSystemSetting.AWS_SECRET_ACCESS_KEY);

  private static final List<SystemSetting> EMPTY_COUNTS_AS_UNSET =
      Stream.<SystemSetting>concat(
              Stream.of(SdkSystemSetting.values()), Stream.of(ProfileFileSystemSetting.values()))
          .filter(setting -> setting.environmentVariable().startsWith("AWS_"))
          .filter(setting -> !NEEDED.contains(setting))
          .toList();

  private final SageMakerSimulator simulator = SageMakerSimulator.start();
  private final RealApiServer server;
  private final ApiServerBinaries binaries;
  private final JobsNamespace jobs;
  private Command command;

  StartIT(RealApiServer server, ApiServerBinaries binaries, Namespace namespace) {
    this.server = server;
    this.binaries = binaries;
    this.jobs = new JobsNamespace(server, namespace.getMetadata().getName());
  }

  @BeforeEach
  void prepare() {
    server.applyCrd();
    command = Command.of("start", server.kubeconfig(), jobs.name(), simulator.endpoint());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "--resync-period=soon, 'is not a duration such as 30s, 5m or 1h'",
    "--resync-period=999999999999h, --resync-period must be at most 24h",
    "--aws-rate=0, --aws-rate must be above 0",
    "--http-port=70000, --http-port must be from 0 to 65535",
    "--allowed-regions=Europe, is not an AWS region such as us-east-1",
    "--lease-name=Bad Name, --lease-name: 'Bad Name' is not a valid lease name",
    "--redaction=some, --redaction",
    "--no-such-setting=1, --no-such-setting",
  })
  void a_bad_setting_is_one_line_and_exit_code_2(String flag, String message) {
    assertThat(outputOfEnd(command.with(flag), 2))
        .startsWith("job-reflector: ")
        .contains(message)
        .endsWith("(see --help)\n")
        .hasLineCount(1);
  }

  @Test
  void a_region_of_aws_own_settings_that_is_none_is_one_line_and_exit_code_2() {
    assertThat(outputOfEnd(command.withEnvironment("AWS_REGION", "Europe"), 2))
        .isEqualTo(
            "job-reflector: AWS_REGION, or the AWS profile's region: 'Europe' is not an AWS region"
                + " such as us-east-1 (see --help)\n");
  }

  @Test
  void a_kubeconfig_that_is_not_there_is_one_line_and_exit_code_2() {
    assertThat(outputOfEnd(command.withEnvironment("KUBECONFIG", "/nonexistent/config"), 2))
        .isEqualTo(
            "job-reflector: KUBECONFIG: file /nonexistent/config does not exist (see --help)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'clusters: [', is not a kubeconfig: ",
    "'kind: Config', has no current context with a cluster",
  })
  void a_broken_kubeconfig_is_one_line_and_exit_code_2(
      String text, String message, @TempDir Path folder) throws IOException {
    Path broken = Files.writeString(folder.resolve("kubeconfig"), text);

    assertThat(outputOfEnd(command.withEnvironment("KUBECONFIG", broken.toString()), 2))
        .startsWith("job-reflector: KUBECONFIG: ")
        .contains(message, broken.toString())
        .hasLineCount(1);
  }

  @Test
  void a_label_selector_that_the_api_server_cannot_read_is_one_line_and_exit_code_2() {
    assertThat(outputOfEnd(command.with("--label-selector=!!!"), 2))
        .startsWith("job-reflector: --label-selector: unable to parse requirement: ")
        .endsWith("(see --help)\n")
        .hasLineCount(1);
  }

  @Test
  void a_lease_namespace_that_is_not_there_is_one_line_and_exit_code_2() {
    assertThat(outputOfEnd(command.with("--lease-namespace=nope"), 2))
        .isEqualTo(
            "job-reflector: --lease-namespace: the cluster has no namespace 'nope' (see --help)\n");
  }

  @Test
  void no_region_is_one_line_and_exit_code_2() {
    assertThat(outputOfEnd(command.withEnvironment("AWS_REGION", ""), 2))
        .isEqualTo("job-reflector: no AWS region: set --region or AWS_REGION (see --help)\n");
  }

  @Test
  void a_cluster_without_the_definition_is_told_apart() {
    try (RealApiServer bare =
        RealApiServer.start(binaries, RealApiServer.Settings.named("without-definition"))) {
      Command there = Command.of("start", bare.kubeconfig(), "default", simulator.endpoint());

      assertThat(outputOfEnd(there, 1))
          .contains(
              "Cannot start: The cluster has no CustomResourceDefinition"
                  + " optimizationjobs.sagemaker.jobreflector.dev: install it (kubectl apply -f"
                  + " crds/), then restart the operator.")
          .hasLineCount(1);
    }
  }

  @Test
  void an_api_server_that_is_not_there_is_named(@TempDir Path folder) throws IOException {
    String nowhere = "https://127.0.0.1:" + unusedPort();
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            Files.readString(server.kubeconfig()).replace(server.url(), nowhere));

    assertThat(outputOfEnd(Command.of("start", kubeconfig, jobs.name(), simulator.endpoint()), 1))
        .contains("Cannot start: The API server at " + nowhere)
        .contains("cannot be used: cannot connect (ConnectException)")
        .hasLineCount(1);
  }

  @Test
  void credentials_that_the_api_server_refuses_are_told_apart() {
    Path stranger = server.kubeconfigOfToken("not-a-token");

    assertThat(outputOfEnd(Command.of("start", stranger, jobs.name(), simulator.endpoint()), 1))
        .contains("Cannot start: The API server at " + server.url())
        .contains("does not accept the operator's credentials: check KUBECONFIG")
        .hasLineCount(1);
  }

  @Test
  void a_port_that_is_taken_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();

      assertThat(outputOfEnd(command.with("--http-port=" + port), 1))
          .contains("Cannot start: port " + port + ": Address already in use")
          .hasLineCount(1);
    }
  }

  @Test
  void without_aws_credentials_it_starts_and_says_what_to_do() {
    Command without =
        command
            .withEnvironment("AWS_ACCESS_KEY_ID", "")
            .withEnvironment("AWS_SECRET_ACCESS_KEY", "")
            .withEnvironment("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
            .withEnvironment("AWS_CONFIG_FILE", "/nonexistent");
    try (OperatorProcess operator = OperatorProcess.start(without)) {
      await()
          .atMost(ENDS_WITHIN)
          .untilAsserted(
              () ->
                  assertThat(operator.log())
                      .contains(
                          "No AWS credentials found: no provider of the AWS default chain is set"
                              + " up. Give the operator's ServiceAccount a role (IRSA or EKS Pod"
                              + " Identity), or set AWS_ACCESS_KEY_ID"));

      assertThat(operator.get("/readyz")).isEqualTo("ok\n");
      assertThat(operator.stop()).isZero();
    }
  }

  @Test
  void empty_and_blank_variables_of_the_aws_sdk_count_as_unset() {
    Command withEmpty = command;
    for (SystemSetting setting : EMPTY_COUNTS_AS_UNSET) {
      withEmpty = withEmpty.withEnvironment(setting.environmentVariable(), "");
    }
    simulator.jobs().create("described", JobPlan.defaults());
    jobs.apply("described");
    try (OperatorProcess operator =
        OperatorProcess.start(
            withEmpty
                .withEnvironment("AWS_ENDPOINT_URL_SAGEMAKER", " ")
                .withEnvironment("AWS_ENDPOINT_URL", simulator.endpoint().toString()))) {
      jobs.awaitReason("described", "Synced", "Described");
      await()
          .untilAsserted(
              () ->
                  assertThat(operator.log())
                      .contains("AWS credentials come from environment variables"));

      assertThat(operator.log()).doesNotContain("WARN", "ERROR");
    }
  }

  @Test
  void without_credentials_empty_variables_are_no_reason() {
    Command withEmpty = command;
    for (SystemSetting setting : EMPTY_COUNTS_AS_UNSET) {
      withEmpty = withEmpty.withEnvironment(setting.environmentVariable(), "");
    }
    Command without =
        withEmpty
            .withEnvironment("AWS_ACCESS_KEY_ID", "")
            .withEnvironment("AWS_SECRET_ACCESS_KEY", "")
            .withEnvironment("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
            .withEnvironment("AWS_CONFIG_FILE", "/nonexistent")
            .withEnvironment("AWS_EC2_METADATA_DISABLED", "true");
    try (OperatorProcess operator = OperatorProcess.start(without)) {
      await()
          .atMost(ENDS_WITHIN)
          .untilAsserted(
              () ->
                  assertThat(operator.log())
                      .contains("no provider of the AWS default chain is set up"));
    }
  }

  /** As curl and Go programs start with these variables. */
  @Test
  void behind_a_proxy_it_starts_and_goes_through_it_to_the_api_server_and_to_sts(
      @TempDir Path folder) throws IOException {
    URI apiServer = URI.create(server.url());
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            Files.readString(server.kubeconfig())
                .replace(server.url(), "https://my_api.example:6443")
                .replaceFirst("certificate-authority-data: .*", "insecure-skip-tls-verify: true"));
    try (LoopbackProxy proxy =
            LoopbackProxy.leadingTo(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), apiServer.getPort()));
        OperatorProcess operator =
            OperatorProcess.start(
                Command.of("start", kubeconfig, jobs.name(), simulator.endpoint())
                    .withEnvironment("https_proxy", "http://user:p%40ss@" + proxy.address())
                    .withEnvironment("HTTP_PROXY", "127.0.0.1:1")
                    .withEnvironment("NO_PROXY", " localhost, *.svc,[fd00::1],a_b.ns , 10.0.0.0/8")
                    .withEnvironment("AWS_ACCESS_KEY_ID", "")
                    .withEnvironment("AWS_SECRET_ACCESS_KEY", "")
                    .withEnvironment("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/reflector")
                    .withEnvironment("AWS_WEB_IDENTITY_TOKEN_FILE", kubeconfig.toString()))) {
      operator.awaitLeading();

      assertThat(proxy.asked()).contains("CONNECT my_api.example:6443 HTTP/1.1");
      await()
          .atMost(ENDS_WITHIN)
          .untilAsserted(
              () ->
                  assertThat(proxy.asked())
                      .contains("CONNECT sts.us-east-1.amazonaws.com:443 HTTP/1.1"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1, 1, 'The API server at https://my_api.example:6443/, through the proxy"
        + " http://127.0.0.1:1 (HTTPS_PROXY), cannot be used: cannot connect'",
    "ftp://proxy:21, 2, job-reflector: HTTPS_PROXY: 'ftp://proxy:21' is not a proxy address such"
        + " as",
  })
  void a_proxy_that_cannot_be_used_is_named_with_its_variable(
      String proxy, int exitCode, String message, @TempDir Path folder) throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            Files.readString(server.kubeconfig())
                .replace(server.url(), "https://my_api.example:6443"));

    assertThat(
            outputOfEnd(
                Command.of("start", kubeconfig, jobs.name(), simulator.endpoint())
                    .withEnvironment("HTTPS_PROXY", proxy),
                exitCode))
        .contains(message)
        .doesNotContain("certificate")
        .hasLineCount(1);
  }

  @Test
  void an_endpoint_that_refuses_connections_is_told_in_the_log_and_on_the_resource()
      throws IOException {
    URI nowhere = URI.create("http://127.0.0.1:" + unusedPort());
    jobs.apply("unreachable");
    try (OperatorProcess operator =
        OperatorProcess.start(
            Command.of("start", server.kubeconfig(), jobs.name(), nowhere)
                .with("--grace-time=1s", "--retry-period=0.3s"))) {
      var early = jobs.awaitReason("unreachable", "Ready", "Unavailable");
      assertThat(JobsNamespace.conditions(early))
          .contains("Ready Unknown/Unavailable", "Reconciling True/Unavailable");
      assertThat(JobsNamespace.message(early, "Ready"))
          .contains(
              "Optimization job unreachable in us-east-1 is not described yet: Cannot connect");
      var shown = jobs.awaitReason("unreachable", "Synced", "Unavailable");

      assertThat(JobsNamespace.message(shown, "Synced"))
          .contains("Cannot connect to 127.0.0.1")
          .contains("Check the network, NetworkPolicies and proxies");
      assertThat(JobsNamespace.condition(shown, "Ready")).isEqualTo("Ready Unknown/Unavailable");
      assertThat(JobsNamespace.message(shown, "Synced")).doesNotContain("last known");
      assertThat(jobs.events("unreachable")).isEmpty();
      assertThat(operator.log().lines())
          .filteredOn(line -> line.contains("Cannot connect to"))
          .singleElement()
          .asString()
          .contains("Calls to SageMaker in us-east-1 fail; 1 unfinished resource waits: ");
    }
  }

  @Test
  void a_namespace_that_is_not_there_is_warned_of_and_reflected_once_it_is() {
    String later = jobs.name() + "-later";
    Command both = command.with("--namespaces=" + jobs.name() + "," + later);
    try (OperatorProcess operator = OperatorProcess.start(both)) {
      assertThat(operator.log().lines())
          .filteredOn(line -> line.contains("--namespaces: "))
          .singleElement()
          .asString()
          .contains(
              "WARN", "the cluster has no namespace '" + later + "'. Check its name. The operator");

      server
          .client()
          .resource(new NamespaceBuilder().withNewMetadata().withName(later).endMetadata().build())
          .create();
      simulator.jobs().create("job");
      JobsNamespace there = new JobsNamespace(server, later);
      there.apply("job");
      there.awaitReason("job", "Synced", "Described");
    }
  }

  @Test
  void a_resync_period_without_effect_is_warned_of() {
    try (OperatorProcess operator = OperatorProcess.start(command.with("--resync-period=60s"))) {
      assertThat(operator.log().lines())
          .filteredOn(line -> line.contains("--resync-period"))
          .singleElement()
          .asString()
          .contains(
              "WARN",
              "--resync-period=1m has no effect, because --freshness is shorter" + " (10s)");
    }
  }

  private static String outputOfEnd(Command command, int exitCode) {
    long begin = System.nanoTime();
    try (OperatorProcess operator = OperatorProcess.launch(command)) {
      assertThat(operator.awaitExit()).as(operator.log()).isEqualTo(exitCode);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ENDS_WITHIN);
      return operator.log();
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    }
  }
}

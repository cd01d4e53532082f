package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.Kubectl;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.JobsNamespace;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SettableClock;
import dev.jobreflector.simulator.SimulatorOptions;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The operator as the chart runs it: with its environment, and with the rights of a token of its
 * ServiceAccount.
 */
@Isolated("It watches all namespaces of the server that the tests share.")
@WithHelm
@ExtendWith(RealApiServerExtension.class)
class ChartOperatorIT {

  /** In place of the operator's own times, which are too long for a test. */
  private static final String[] SOON = {
    "--set=settings.resyncPeriod=1s", "--set=settings.graceTime=3s", "--set=settings.awsRate=20"
  };

  private static final Set<String> RIGHTS_OVER_JOBS =
      Set.of(
          "list optimizationjobs.sagemaker.jobreflector.dev",
          "watch optimizationjobs.sagemaker.jobreflector.dev",
          "update optimizationjobs/status.sagemaker.jobreflector.dev",
          "create events.events.k8s.io");
  private static final Set<String> RIGHTS_OVER_ITS_LEASE =
      Set.of(
          "get leases.coordination.k8s.io",
          "create leases.coordination.k8s.io",
          "patch leases.coordination.k8s.io",
          "update leases.coordination.k8s.io");

  private final SettableClock clock = SettableClock.at(Instant.now().plusSeconds(3600));
  private final SageMakerSimulator simulator =
      SageMakerSimulator.start(SimulatorOptions.defaults().withClock(clock));
  private final RealApiServer server;
  private final HelmRelease release;
  private final JobsNamespace one;
  private final JobsNamespace another;
  private final JobsNamespace third;

  ChartOperatorIT(Helm helm, RealApiServer server) {
    this.server = server;
    server.applyCrd();
    String namespace = newNamespace("chart");
    // Its ClusterRoles must not be those of another test's release.
    this.release = new HelmRelease(helm, server, namespace, namespace);
    this.one = new JobsNamespace(server, newNamespace("one"));
    this.another = new JobsNamespace(server, newNamespace("another"));
    this.third = new JobsNamespace(server, newNamespace("third"));
  }

  @BeforeEach
  void jobsRunUntilTheTestMovesThemOn() {
    Duration oneYear = Duration.ofDays(365);
    simulator
        .plans()
        .byDefault(JobPlan.defaults().unending().lasting(oneYear, oneYear, Duration.ofSeconds(30)));
    simulator.jobs().create("job");
  }

  @AfterEach
  void stop() {
    release.uninstall();
    simulator.close();
  }

  @Test
  void in_all_namespaces_it_has_the_rights_for_a_whole_life_and_no_others() {
    install();

    assertThat(rights(one)).isEqualTo(RIGHTS_OVER_JOBS);
    assertThat(rights(third)).isEqualTo(RIGHTS_OVER_JOBS);
    assertThat(rights(home())).isEqualTo(union(RIGHTS_OVER_JOBS, RIGHTS_OVER_ITS_LEASE));
    try (OperatorProcess operator = OperatorProcess.start(command())) {
      assertWholeLifeIsShown(one, another);
      assertEndsWellWithItsLease(operator);
    }
  }

  @Test
  void in_listed_namespaces_it_has_the_rights_for_a_whole_life_and_none_elsewhere() {
    install("--set=settings.namespaces={%s,%s}".formatted(one.name(), another.name()));

    assertThat(rights(one)).isEqualTo(RIGHTS_OVER_JOBS);
    assertThat(rights(another)).isEqualTo(RIGHTS_OVER_JOBS);
    assertThat(rights(third)).isEmpty();
    assertThat(rights(home())).isEqualTo(RIGHTS_OVER_ITS_LEASE);
    try (OperatorProcess operator = OperatorProcess.start(command())) {
      third.apply("job");
      assertWholeLifeIsShown(one, another);
      assertThat(third.events("job")).isEmpty();
      assertEndsWellWithItsLease(operator);
    }
  }

  private void assertWholeLifeIsShown(JobsNamespace... namespaces) {
    for (JobsNamespace jobs : namespaces) {
      jobs.apply("job");
    }
    await("STARTING", namespaces);
    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().transition("job", JobStatus.INPROGRESS);
    await("INPROGRESS", namespaces);
    clock.advance(Duration.ofSeconds(60));
    simulator.jobs().complete("job", null);
    await("COMPLETED", namespaces);
    for (JobsNamespace jobs : namespaces) {
      assertThat(jobs.events("job"))
          .containsExactly("Normal Starting", "Normal InProgress", "Normal Completed");
    }
  }

  private static void await(String status, JobsNamespace... namespaces) {
    for (JobsNamespace jobs : namespaces) {
      jobs.awaitJobStatus("job", status);
    }
  }

  private void assertEndsWellWithItsLease(OperatorProcess operator) {
    assertThat(
            server
                .client()
                .leases()
                .inNamespace(release.namespace())
                .withName(release.deployment().getMetadata().getName())
                .get())
        .isNotNull();
    assertThat(operator.stop()).isZero();
    assertThat(operator.log()).contains("released").doesNotContain("orbidden", "ERROR", "WARN");
  }

  private void install(String... flags) {
    release.install(
        Stream.of(
                new String[] {"--set=crds.enabled=false", "--set=settings.region=us-east-1"},
                SOON,
                flags)
            .flatMap(Arrays::stream)
            .toArray(String[]::new));
  }

  private JobsNamespace home() {
    return new JobsNamespace(server, release.namespace());
  }

  /** What the kubelet would run, as far as a process without a Pod can be alike. */
  private OperatorProcess.Command command() {
    var operator = release.deployment().getSpec().getTemplate().getSpec().getContainers().get(0);
    Map<String, String> environment = new HashMap<>(Rendered.environment(operator));
    environment.put("AWS_ENDPOINT_URL_SAGEMAKER", simulator.endpoint().toString());
    // In a Pod, the namespace stands beside the token.
    List<String> flags = List.of("--http-port=0", "--lease-namespace=" + release.namespace());
    return new OperatorProcess.Command("chart", kubeconfigOfTheAccount(), flags, environment);
  }

  private Path kubeconfigOfTheAccount() {
    String account = release.deployment().getSpec().getTemplate().getSpec().getServiceAccountName();
    Kubectl.Result token =
        server.kubectl("create", "token", account, "-n", release.namespace()).succeeded();
    return server.kubeconfigOfToken(token.stdout().strip());
  }

  /** What the account may do in a namespace, beyond what every account may: "verb resource". */
  private Set<String> rights(JobsNamespace namespace) {
    Set<String> rights = rights(kubeconfigOfTheAccount(), namespace);
    rights.removeAll(rights(server.kubeconfigOf(third.name(), "nobody"), namespace));
    return rights;
  }

  private Set<String> rights(Path kubeconfig, JobsNamespace namespace) {
    try (KubernetesClient client = server.newClient(kubeconfig)) {
      List<ResourceRule> rules =
          client
              .authorization()
              .v1()
              .selfSubjectRulesReview()
              .create(
                  new SelfSubjectRulesReviewBuilder()
                      .withNewSpec()
                      .withNamespace(namespace.name())
                      .endSpec()
                      .build())
              .getStatus()
              .getResourceRules();
      return rules.stream()
          .flatMap(
              rule ->
                  rule.getVerbs().stream()
                      .flatMap(
                          verb ->
                              rule.getResources().stream()
                                  .flatMap(
                                      resource ->
                                          rule.getApiGroups().stream()
                                              .map(group -> verb + " " + resource + "." + group))))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(more);
    return all;
  }

  private String newNamespace(String prefix) {
    return server.createNamespace(prefix).getMetadata().getName();
  }
}

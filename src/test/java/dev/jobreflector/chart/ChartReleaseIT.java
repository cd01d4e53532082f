package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.JobsNamespace;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a release, on a cluster that has nothing of the project's yet. */
@WithHelm
@ExtendWith(RealApiServerExtension.class)
class ChartReleaseIT {

  private static final String DEFINITION = "optimizationjobs.sagemaker.jobreflector.dev";
  private static final String OWN_KINDS =
      "deployments,services,serviceaccounts,poddisruptionbudgets,roles,rolebindings,clusterroles,"
          + "clusterrolebindings";

  private final Helm helm;
  private final ApiServerBinaries binaries;
  private RealApiServer server;
  private HelmRelease release;
  private JobsNamespace jobs;

  ChartReleaseIT(Helm helm, ApiServerBinaries binaries) {
    this.helm = helm;
    this.binaries = binaries;
  }

  @BeforeEach
  void startWithoutDefinition() {
    server = RealApiServer.start(binaries, RealApiServer.Settings.named("release"));
    String namespace = server.createNamespace("release").getMetadata().getName();
    release = new HelmRelease(helm, server, namespace, "job-reflector");
    jobs = new JobsNamespace(server, server.createNamespace("jobs").getMetadata().getName());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void installed_upgraded_rolled_back_and_uninstalled_it_leaves_the_jobs_and_nothing_else() {
    String notes = release.install("--set=settings.region=us-east-1");
    assertThat(replicas()).isEqualTo(2);
    assertThat(server.kubectl("get", "crd", DEFINITION, "-o", "name").succeeded().stdout())
        .contains(DEFINITION);
    kubectlCommandsOf(notes).forEach(command -> server.kubectl(command).succeeded());
    jobs.apply("kept");

    release.upgrade("--set=replicaCount=5", "--set=settings.awsRate=2");
    assertThat(replicas()).isEqualTo(5);
    assertThat(environment()).contains("JOBREFLECTOR_AWS_RATE=2").doesNotContain("AWS_REGION");

    release.rollback(1);
    assertThat(replicas()).isEqualTo(2);
    assertThat(environment()).contains("AWS_REGION=us-east-1").doesNotContain("AWS_RATE");

    release.uninstall();
    assertThat(
            server
                .kubectl(
                    "get", OWN_KINDS, "-A", "-l", "app.kubernetes.io/managed-by=Helm", "-o", "name")
                .succeeded()
                .stdout())
        .isEmpty();
    assertThat(kept()).isNotNull();

    release.install();
    assertThat(replicas()).isEqualTo(2);
    assertThat(kept()).as("after an install over the kept definition").isNotNull();
  }

  private int replicas() {
    return release.deployment().getSpec().getReplicas();
  }

  private String environment() {
    var operator = release.deployment().getSpec().getTemplate().getSpec().getContainers().get(0);
    return Rendered.environment(operator).toString();
  }

  private OptimizationJob kept() {
    return server
        .client()
        .resources(OptimizationJob.class)
        .inNamespace(jobs.name())
        .withName("kept")
        .get();
  }

  /** Those that end by themselves where no Pod runs. */
  private static List<String[]> kubectlCommandsOf(String notes) {
    List<String[]> commands =
        Pattern.compile("(?m)^ +kubectl ((?!.*(rollout|apply)).*)$")
            .matcher(notes)
            .results()
            .map(command -> command.group(1).split(" ", -1))
            .toList();
    assertThat(commands).as(notes).hasSize(3);
    return commands;
  }
}

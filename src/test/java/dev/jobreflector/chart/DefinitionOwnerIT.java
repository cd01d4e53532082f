package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The CustomResourceDefinition and who owns it, as docs/install.md says: whatever comes after what,
 * it is never deleted, and an old one never stays unnoticed.
 */
@WithHelm
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefinitionOwnerIT {

  private static final String NAME = "optimizationjobs.sagemaker.jobreflector.dev";
  private static final String REFUSAL = "exists and cannot be imported into the current release";

  // In the constructor there would be a server for each version.
  @Parameter private Helm helm;
  private final RealApiServer server;
  private final JobsNamespace jobs;
  @TempDir private Path folder;
  private HelmRelease first;
  private HelmRelease second;
  private String uid = "";

  DefinitionOwnerIT(ApiServerBinaries binaries) {
    server = RealApiServer.start(binaries, Settings.named("owner"));
    jobs = new JobsNamespace(server, server.createNamespace("jobs").getMetadata().getName());
  }

  @BeforeEach
  void takeNewNamespaces() {
    first = release("first");
    second = release("second");
    uid = "";
  }

  @AfterEach
  void deleteAll() {
    Stream.of(first, second).filter(HelmRelease::isInstalled).forEach(HelmRelease::uninstall);
    server.kubectl("delete", "crd", NAME, "--ignore-not-found").succeeded();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void after_an_uninstall_another_release_in_another_namespace_takes_the_jobs_up_again() {
    first.install();
    remember();
    first.uninstall();

    second.install();
    second.upgrade("--set=replicaCount=3");
    second.rollback(1);
    second.uninstall();

    first.install();
    assertKept("Status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply -f crds/", "apply --server-side -f crds/"})
  void a_definition_that_kubectl_applied_is_as_good_as_the_releases_own(String kubectl) {
    server.kubectl(kubectl.split(" ", -1)).succeeded();
    remember();

    first.install();
    first.upgrade("--set=replicaCount=3");
    first.uninstall();
    second.install();

    assertKept("Status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a release", "kubectl"})
  void a_new_definition_is_refused_over_anothers_until_kubectl_has_applied_it(String owner)
      throws IOException {
    install(owner);
    remember();
    second.install();
    Path chart = chartWithColumn("State");

    assertThat(second.tryUpgrade(chart).stderr()).contains(REFUSAL);
    assertKept("Status");
    kubectlApplies(chart);
    second.tryUpgrade(chart).succeeded();

    assertKept("State");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a release", "kubectl"})
  void a_release_that_took_the_ownership_upgrades_the_definition_from_then_on(String owner)
      throws IOException {
    install(owner);
    remember();
    second.install();
    if (first.isInstalled()) {
      first.uninstall();
    }

    second.tryUpgrade(chartWithColumn("State"), takeOwnership()).succeeded();
    assertKept("State");
    second.tryUpgrade(chartWithColumn("Phase")).succeeded();

    assertKept("Phase");
    second.uninstall();
    assertKept("Phase");
  }

  @Test
  void an_install_may_take_the_ownership_too() throws IOException {
    first.install();
    remember();
    first.uninstall();
    Path chart = chartWithColumn("State");

    assertThat(second.tryInstall(chart).stderr()).contains(REFUSAL);
    second.tryInstall(chart, takeOwnership()).succeeded();

    assertKept("State");
  }

  @Test
  void the_owner_upgrades_and_goes_while_another_release_runs_on() throws IOException {
    first.install();
    remember();
    second.install();
    Path chart = chartWithColumn("State");

    first.tryUpgrade(chart).succeeded();
    assertKept("State");
    second.tryUpgrade(chart).succeeded();
    first.uninstall();
    second.tryUpgrade(chart, "--set=replicaCount=3").succeeded();

    assertKept("State");
  }

  @Test
  void an_owner_whose_definition_was_taken_or_made_anew_does_not_delete_it() throws IOException {
    first.install();
    remember();
    Path chart = chartWithColumn("State");
    second.tryInstall(chart, takeOwnership()).succeeded();

    first.tryUpgrade(chart).succeeded();
    assertKept("State");
    second.uninstall();
    first.tryUpgrade(chart, "--set=replicaCount=3").succeeded();
    first.uninstall();
    assertKept("State");

    first.tryInstall(chart).succeeded();
    server.kubectl("delete", "crd", NAME).succeeded();
    server.kubectl("apply", "-f", "crds/").succeeded();
    remember();
    first.upgrade();
    first.uninstall();
    assertKept("Status");
  }

  @Test
  void where_it_is_not_to_be_kept_no_other_owner_is_accepted() {
    first.install("--set=crds.keep=false");
    remember();

    assertThat(second.tryInstall(Helm.CHART).stderr()).contains(REFUSAL);
    assertThat(second.tryInstall(Helm.CHART, "--set=crds.keep=false").stderr()).contains(REFUSAL);
    second.install("--set=crds.enabled=false");
    first.upgrade("--set=crds.keep=false", "--set=replicaCount=3");
    assertKept("Status");

    first.uninstall();
    await().untilAsserted(() -> assertThat(definition()).isNull());
  }

  /** Helm 4 applies server-side, and kubectl became a manager of the fields. */
  @Test
  void the_owner_upgrades_after_kubectl_where_kubectl_applies_the_new_one_again()
      throws IOException {
    first.install();
    remember();
    kubectlApplies(chartWithColumn("State"));
    first.tryUpgrade(chartWithColumn("State")).succeeded();
    Path chart = chartWithColumn("Phase");

    Helm.Result result = first.tryUpgrade(chart);
    if (result.exitCode() != 0) {
      assertThat(result.stderr()).contains("conflict with \"kubectl\"");
      kubectlApplies(chart);
      first.tryUpgrade(chart).succeeded();
    }

    assertKept("Phase");
  }

  private void kubectlApplies(Path chart) {
    server
        .kubectl("apply", "--server-side", "--force-conflicts", "-f", chart + "/files/crds")
        .succeeded();
  }

  private void install(String owner) {
    if (owner.equals("kubectl")) {
      server.kubectl("apply", "-f", "crds/").succeeded();
    } else {
      first.install();
    }
  }

  private String[] takeOwnership() {
    return helm.version().startsWith("3.")
        ? new String[] {"--take-ownership"}
        : new String[] {"--take-ownership", "--force-conflicts"};
  }

  private HelmRelease release(String name) {
    String namespace = server.createNamespace(name).getMetadata().getName();
    return new HelmRelease(helm, server, namespace, name);
  }

  /** A copy of the chart whose definition calls the first column so. */
  private Path chartWithColumn(String column) throws IOException {
    Path chart = folder.resolve(column);
    if (Files.exists(chart)) {
      return chart;
    }
    try (Stream<Path> files = Files.walk(Helm.CHART)) {
      for (Path file : files.toList()) {
        Files.copy(file, chart.resolve(Helm.CHART.relativize(file)));
      }
    }
    Path definition = chart.resolve("files").resolve("crds").resolve(NAME + ".yaml");
    String text = Files.readString(definition);
    Files.writeString(definition, text.replace("name: Status\n", "name: " + column + "\n"));
    return chart;
  }

  /** Makes a resource, and keeps in mind which definition it is of. */
  private void remember() {
    server.kubectl("wait", "--for=condition=Established", "crd/" + NAME).succeeded();
    await().untilAsserted(() -> jobs.apply("kept"));
    uid = definition().getMetadata().getUid();
  }

  private void assertKept(String column) {
    assertThat(definition().getMetadata().getUid()).isEqualTo(uid);
    assertThat(definition().getMetadata().getDeletionTimestamp()).isNull();
    assertThat(
            definition()
                .getSpec()
                .getVersions()
                .get(0)
                .getAdditionalPrinterColumns()
                .get(0)
                .getName())
        .isEqualTo(column);
    server.kubectl("get", "optimizationjob", "kept", "-n", jobs.name()).succeeded();
  }

  private CustomResourceDefinition definition() {
    return server.client().apiextensions().v1().customResourceDefinitions().withName(NAME).get();
  }
}

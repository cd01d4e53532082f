package dev.jobreflector.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServer.Settings;
import dev.jobreflector.apiserver.RealApiServerExtension;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script of examples/downstream, with the rights of its ServiceAccount. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DownstreamIT {

  private static final String FIRST = "registry.example.com/djl:first";
  private static final String RECOMMENDED = "registry.example.com/djl:recommended";

  private final ApiServerBinaries binaries;

  // Its own: a test ends it.
  private final RealApiServer server;
  private final List<RecommendedImageProcess> processes = new ArrayList<>();
  private ModelNamespace models;

  DownstreamIT(ApiServerBinaries binaries) {
    this.binaries = binaries;
    server = RealApiServer.start(binaries, Settings.named("downstream"));
    server.applyCrd();
  }

  @BeforeEach
  void install() {
    models = new ModelNamespace(server);
    models.apply(GitOpsFiles.text(GitOpsFiles.EXAMPLES.resolve("downstream/controller.yaml")));
  }

  @AfterEach
  void stopScripts() {
    processes.forEach(RecommendedImageProcess::close);
    processes.clear();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void the_image_is_set_when_the_job_completes_and_not_before() {
    models.deploy("model", "job", FIRST);
    RecommendedImageProcess script = start();
    awaitLook(script);
    models.createJob("job");
    models.setJob("job", "INPROGRESS", "");
    awaitLook(script);
    assertThat(models.image("model")).isEqualTo(FIRST);

    models.setJob("job", "COMPLETED", RECOMMENDED);

    awaitImage("model", RECOMMENDED);
    await()
        .untilAsserted(
            () ->
                assertThat(script.output())
                    .containsOnlyOnce(
                        "deployment.apps/model: job job is COMPLETED, image is now "
                            + RECOMMENDED));
  }

  @Test
  void the_example_model_gets_its_image() {
    models.apply(GitOpsFiles.text(GitOpsFiles.EXAMPLES.resolve("downstream/model.yaml")));
    models.setJob("llama-3-8b-int4", "COMPLETED", RECOMMENDED);

    start();

    awaitImage("llama-3-8b", RECOMMENDED);
  }

  @ParameterizedTest
  @CsvSource({"FAILED, is FAILED", "STOPPED, is STOPPED", "COMPLETED, recommends none"})
  void without_a_recommendation_the_image_stays_and_the_script_says_why(String status, String why) {
    models.deploy("model", "job", FIRST);
    models.createJob("job");
    models.setJob("job", status, "");

    RecommendedImageProcess script = start();

    script.awaitOutput("deployment.apps/model: keeps its image, job job ");
    assertThat(script.output()).contains(why);
    assertThat(models.image("model")).isEqualTo(FIRST);
  }

  @Test
  void an_image_that_is_right_is_not_written() {
    models.deploy("model", "job", RECOMMENDED);
    String version = models.deployment("model").getMetadata().getResourceVersion();
    models.createJob("job");
    models.setJob("job", "COMPLETED", RECOMMENDED);

    RecommendedImageProcess script = start();
    awaitLook(script);
    awaitLook(script);

    assertThat(models.deployment("model").getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(script.output()).doesNotContain("deployment.apps/model:");
  }

  @Test
  void an_image_that_somebody_changes_is_put_back_at_the_next_look() {
    models.deploy("model", "job", RECOMMENDED);
    models.createJob("job");
    models.setJob("job", "COMPLETED", RECOMMENDED);
    awaitLook(start());

    models.deploy("model", "job", FIRST);

    awaitImage("model", RECOMMENDED);
  }

  @Test
  void what_ended_while_the_script_was_away_is_done_when_it_is_back() {
    models.deploy("model", "job", FIRST);
    models.createJob("job");
    models.setJob("job", "INPROGRESS", "");
    RecommendedImageProcess script = start();
    awaitLook(script);
    script.close();

    models.setJob("job", "COMPLETED", RECOMMENDED);
    start();

    awaitImage("model", RECOMMENDED);
  }

  @Test
  void the_script_goes_on_when_the_api_server_is_back() {
    models.deploy("model", "job", FIRST);
    models.createJob("job");
    awaitLook(start());

    server.restart();
    models.setJob("job", "COMPLETED", RECOMMENDED);

    awaitImage("model", RECOMMENDED);
  }

  @Test
  void a_deployment_that_cannot_be_set_does_not_keep_others_from_their_image() {
    models.deployContainer("broken", "job", "another-container", FIRST);
    models.deploy("model", "job", FIRST);
    models.createJob("job");
    models.setJob("job", "COMPLETED", RECOMMENDED);

    RecommendedImageProcess script = start();

    awaitImage("model", RECOMMENDED);
    script.awaitOutput(
        "deployment.apps/broken: job job is COMPLETED, but the image cannot be set: error:"
            + " unable to find container named \"model\"");
    assertThat(models.image("broken")).isEqualTo(FIRST);
  }

  @Test
  void while_nothing_ends_one_watch_is_all_that_it_asks() {
    models.createJob("job");
    models.deploy("model", "job", FIRST);
    RecommendedImageProcess script = start("1h");
    models.setJob("job", "STARTING", "");
    models.setJob("job", "INPROGRESS", "");
    models.createJob("last");
    models.deploy("last", "last", FIRST);
    models.setJob("last", "COMPLETED", RECOMMENDED);
    script.awaitOutput("deployment.apps/last: job last is COMPLETED, image is now");

    assertThat(script.output().lines()).hasSize(1);
    assertThat(script.kubectlCalls()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "optimizationjobs, list",
    "optimizationjobs, watch",
    "deployments, get",
    "deployments, list",
    "deployments, patch",
  })
  void each_of_its_rights_is_needed(String resource, String verb) {
    models.deploy("model", "job", FIRST);
    models.createJob("job");
    models.setJob("job", "COMPLETED", RECOMMENDED);
    Role role =
        server
            .client()
            .rbac()
            .roles()
            .inNamespace(models.name())
            .withName("recommended-image")
            .get();
    for (PolicyRule rule : role.getRules()) {
      if (rule.getResources().contains(resource)) {
        rule.getVerbs().remove(verb);
      }
    }
    server.client().resource(role).update();

    RecommendedImageProcess script = start();

    script.awaitOutput("cannot %s resource \"%s\"".formatted(verb, resource));
  }

  private RecommendedImageProcess start() {
    return start("2s");
  }

  private RecommendedImageProcess start(String resync) {
    RecommendedImageProcess process =
        RecommendedImageProcess.start(server, binaries, models.name(), resync);
    processes.add(process);
    return process;
  }

  /** Waits until the script has looked at everything once more. */
  private void awaitLook(RecommendedImageProcess script) {
    models.deploy("marker", "marker", FIRST);
    models.createJob("marker");
    models.setJob("marker", "FAILED", "");
    script.awaitMore("deployment.apps/marker: keeps its image");
    script.awaitMore("deployment.apps/marker: keeps its image");
  }

  private void awaitImage(String deployment, String image) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(models.image(deployment)).isEqualTo(image));
  }
}

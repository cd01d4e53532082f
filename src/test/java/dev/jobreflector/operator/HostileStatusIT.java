package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.JobStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status is what the operator decided, whoever writes to it besides. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileStatusIT {

  private static final String WRITES =
      "jobreflector_kubernetes_writes_total{kind=\"OptimizationJobStatus\",outcome=\"written\"";

  private final RealApiServer server;
  private final Scene scene;
  private OperatorProcess operator;

  HostileStatusIT(RealApiServer server) {
    this.server = server;
    scene = new Scene(server, "hostile-status");
  }

  @BeforeAll
  void start() {
    operator = scene.start(scene.operator());
  }

  @AfterAll
  void close() {
    scene.close();
  }

  /** What another client does to a status. */
  private enum Write {
    EMPTIED(
        """
        {"status": null}
        """),
    WITHOUT_CONDITIONS(
        """
        {"status": {"conditions": []}}
        """),
    COMPLETED(
        """
        {"status": {"optimizationJobStatus": "COMPLETED", "failureReason": null,
                    "conditions": [{"type": "Ready", "status": "True", "reason": "Completed",
                                    "message": "", "lastTransitionTime": "2026-11-24T00:00:00Z"}]}}
        """),
    WITHOUT_SOME_FIELDS(
        """
        {"status": {"failureReason": null, "creationTime": null, "accountId": null}}
        """),
    ELSEWHERE(
        """
        {"status": {"region": "eu-west-1", "accountId": "999999999999"}}
        """),
    LARGE(
        """
        {"status": {"failureReason": "%s"}}
        """
            .formatted("x".repeat(300_000)));

    private final String mergePatch;

    Write(String mergePatch) {
      this.mergePatch = mergePatch;
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_is_written_again_for_a_finished_job(Write write) {
    String name = "failed-" + lowerCase(write);
    OptimizationJobStatus decided = failed(name);
    long described = describes(name);

    patch(name, write.mergePatch);

    awaitStatus(name, decided);
    await("one describe confirms it").until(() -> describes(name) == described + 1);
    awaitStatus(name, decided);
    assertThat(scene.reasons(name)).containsExactlyInAnyOrder("Starting", "Failed");
  }

  @ParameterizedTest
  @EnumSource
  void it_is_written_again_for_a_running_job(Write write) {
    String name = "running-" + lowerCase(write);
    scene.createWithJob(name);
    OptimizationJobStatus decided = scene.awaitJobStatus(name, "STARTING").getStatus();

    patch(name, write.mergePatch);

    awaitStatus(name, decided);
    assertThat(scene.reasons(name)).containsExactly("Starting");
  }

  /** The API server does not record who removed a field, or when. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WITHOUT_SOME_FIELDS")
  void a_describe_tells_what_is_right_where_it_was_written_while_no_operator_ran(Write write) {
    String name = "unseen-" + lowerCase(write);
    OptimizationJobStatus decided = failed(name);
    operator.stop();
    patch(name, write.mergePatch);

    operator = scene.start(scene.operator());

    Set<String> types = Set.of("Ready", "Stalled", "Failed", "Finished", "Synced");
    OptimizationJob unused =
        scene.await(
            name,
            name,
            job ->
                decided.description().equals(job.getStatus().description())
                    && types(job).equals(types)
                    && decided.region().equals(job.getStatus().region())
                    && decided.accountId().equals(job.getStatus().accountId()));
    assertThat(scene.reasons(name)).containsExactlyInAnyOrder("Starting", "Failed");
  }

  @Test
  void what_another_manager_applied_is_gone_when_the_job_has_completed() {
    scene.createWithJob("restored");
    GenericKubernetesResource backup = backup(scene.awaitJobStatus("restored", "STARTING"));
    applyStatus(backup, "backup-tool");
    scene.sageMaker().jobs().transition("restored", JobStatus.COMPLETED);

    OptimizationJob shown = scene.awaitJobStatus("restored", "COMPLETED");

    assertThat(types(shown)).isEqualTo(Set.of("Ready", "Complete", "Finished", "Synced"));
    OptimizationJobStatus decided = shown.getStatus();
    applyStatus(backup, "backup-tool");
    awaitStatus("restored", decided);
  }

  @Test
  void two_that_fight_cost_a_write_each_ten_seconds() {
    OptimizationJobStatus decided = failed("fight");
    double before = operator.metric(WRITES);
    long begin = System.nanoTime();
    await("a fight of 21 seconds")
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              patch("fight", Write.EMPTIED.mergePatch);
              return System.nanoTime() - begin > Duration.ofSeconds(21).toNanos();
            });

    assertThat(operator.metric(WRITES) - before).isBetween(2.0, 3.0);
    awaitStatus("fight", decided);
    assertThat(scene.reasons("fight")).containsExactlyInAnyOrder("Starting", "Failed");
  }

  @Test
  void a_resource_that_somebodys_finalizer_holds_is_reflected_until_it_is_gone() {
    scene.createWithJob("held");
    scene.awaitJobStatus("held", "STARTING");
    server
        .kubectl(
            "-n",
            scene.namespace(),
            "patch",
            "optimizationjob",
            "held",
            "--type=merge",
            "-p",
            "{\"metadata\":{\"finalizers\":[\"example.com/held\"]}}")
        .succeeded();
    server
        .kubectl("-n", scene.namespace(), "delete", "optimizationjob", "held", "--wait=false")
        .succeeded();

    scene.sageMaker().jobs().transition("held", JobStatus.FAILED);

    scene.awaitJobStatus("held", "FAILED");
    assertThat(scene.reasons("held")).containsExactlyInAnyOrder("Starting", "Failed");
    server
        .kubectl(
            "-n",
            scene.namespace(),
            "patch",
            "optimizationjob",
            "held",
            "--type=merge",
            "-p",
            "{\"metadata\":{\"finalizers\":null}}")
        .succeeded();
    await("gone").until(() -> scene.get("held") == null);
  }

  private OptimizationJobStatus failed(String name) {
    scene.createWithJob(name);
    scene.awaitJobStatus(name, "STARTING");
    scene.sageMaker().jobs().transition(name, JobStatus.FAILED);
    return scene.awaitJobStatus(name, "FAILED").getStatus();
  }

  private void awaitStatus(String name, OptimizationJobStatus decided) {
    scene.await(name, name, job -> decided.equals(job.getStatus()));
  }

  private long describes(String name) {
    return scene.sageMaker().calls().calls(name).size();
  }

  private void patch(String name, String mergePatch) {
    scene.at(name).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), mergePatch);
  }

  private GenericKubernetesResource backup(OptimizationJob resource) {
    GenericKubernetesResource backup =
        server
            .client()
            .genericKubernetesResources(resource.getApiVersion(), resource.getKind())
            .inNamespace(scene.namespace())
            .withName(resource.getMetadata().getName())
            .get();
    backup.getMetadata().setManagedFields(null);
    backup.getMetadata().setResourceVersion(null);
    backup.setAdditionalProperties(Map.of("status", backup.get("status")));
    return backup;
  }

  private void applyStatus(GenericKubernetesResource resource, String manager) {
    server
        .client()
        .resource(resource)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build());
  }

  private static Set<String> types(OptimizationJob shown) {
    List<String> types =
        shown.getStatus().conditions().stream().map(condition -> condition.type()).toList();
    return Set.copyOf(types);
  }

  private static String lowerCase(Write write) {
    return write.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}

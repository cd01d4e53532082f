package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Faults;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.When;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are not SageMaker's, or hold what this version does not know. */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadAnswersIT {

  private static final String HTML = "<html><body>Please log in</body></html>";

  /** Other jobs that are answered well: only one job's answers are bad, not the account's. */
  private static final List<String> OTHERS = List.of("well-1", "well-2", "well-3");

  private final Scene scene;
  private OperatorProcess operator;

  BadAnswersIT(RealApiServer server) {
    scene = new Scene(server, "bad-answers");
  }

  @BeforeAll
  void start() {
    OTHERS.forEach(scene::createWithJob);
    operator = scene.start(scene.operator().with("--grace-time=1s", "--retry-period=0.6s"));
  }

  @AfterEach
  void stillRuns() {
    scene.sageMaker().faults().clear();
    assertThat(operator.process().isAlive()).isTrue();
  }

  @AfterAll
  void close() {
    scene.close();
  }

  static Stream<Arguments> unreadableAnswers() {
    return Stream.of(
        arguments("html", Fault.html(200, HTML), "answered HTTP 200, but not as SageMaker does"),
        arguments("gateway", Fault.badGatewayHtml(), "HTTP 502"),
        arguments("forbidden", Fault.html(403, HTML), "HTTP 403 without an AWS error code"),
        arguments(
            "truncated", Fault.truncatedBody(), "answered HTTP 200, but not as SageMaker does"),
        arguments("broken", Fault.brokenJson(), "answered HTTP 200, but not as SageMaker does"),
        arguments("empty", Fault.html(200, ""), "answered HTTP 200, but not as SageMaker does"),
        arguments(
            "object", Fault.altered(body -> body.removeAll()), "it lacks OptimizationJobName"),
        arguments("dropped", Fault.droppedConnection(), "The connection failed to 127.0.0.1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadableAnswers")
  void an_answer_that_cannot_be_read_says_why_and_loses_nothing(
      String job, Fault fault, String message) {
    OptimizationJob before = startDescribed(job);
    Faults.Injection injection = scene.sageMaker().faults().inject(When.job(job), fault);

    OptimizationJob failing = scene.awaitSynced(job, "False/Unavailable");
    assertThat(Scene.message(failing, "Synced")).contains(message);
    assertThat(failing.getStatus().description()).isEqualTo(before.getStatus().description());
    assertThat(Scene.condition(failing, "Ready")).isEqualTo(Scene.condition(before, "Ready"));
    // Tried again after 0.2 s, then twice as long each time: no hot loop.
    assertThat(injection.hits()).isBetween(3, 8);

    injection.remove();
    scene.request(job, "now");
    scene.awaitSynced(job, "True/Described");
    assertThat(scene.reasons(job)).containsExactly("Starting");
  }

  @Test
  void members_that_nobody_knows_are_counted_and_logged_once_each() {
    startDescribed("members");
    Faults.Injection unknown =
        scene.sageMaker().faults().inject(When.job("members"), Fault.unknownFields());
    scene.request("members", "first");
    awaitAnswered("members", "first");
    scene.request("members", "second");
    OptimizationJob shown = awaitAnswered("members", "second");

    assertThat(Scene.condition(shown, "Synced")).isEqualTo("True/Described");
    assertThat(List.of("NewText", "NewStructure", "NewList", "OutputConfig.NewOutputMember"))
        .allSatisfy(
            member -> {
              assertThat(operator.metric(unknownMembers(member)))
                  .isBetween(2.0, 0.0 + unknown.hits());
              assertThat(
                      operator
                          .log()
                          .lines()
                          .filter(line -> line.contains(" member " + member + ",")))
                  .hasSize(1);
            });
  }

  @Test
  void a_technique_that_nobody_knows_is_shown_by_its_name() {
    startDescribed("technique");
    scene
        .sageMaker()
        .faults()
        .inject(When.job("technique"), Fault.unknownConfig("ModelPruningConfig"));
    scene.request("technique", "now");
    OptimizationJob shown = awaitAnswered("technique", "now");

    var configs = shown.getStatus().description().optimizationConfigs();
    assertThat(configs).hasSize(2);
    assertThat(configs.get(0).modelQuantizationConfig()).isNotNull();
    assertThat(configs.get(1).unknownMember().name()).isEqualTo("ModelPruningConfig");
    assertThat(operator.metric(unknownMembers("OptimizationConfigs[].ModelPruningConfig")))
        .isPositive();
  }

  @Test
  void a_status_that_nobody_knows_is_shown_as_it_came_and_followed_on() {
    startDescribed("status");
    scene.sageMaker().jobs().transition("status", "PAUSED");
    OptimizationJob shown = scene.awaitJobStatus("status", "PAUSED");
    assertThat(Scene.condition(shown, "Ready")).isEqualTo("Unknown/UnknownStatus");
    assertThat(Scene.message(shown, "Ready")).contains("PAUSED");
    scene.sageMaker().jobs().transition("status", JobStatus.COMPLETED);
    scene.awaitJobStatus("status", "COMPLETED");

    assertThat(scene.reasons("status"))
        .containsExactlyInAnyOrder("Starting", "UnknownStatus", "Completed");
  }

  private OptimizationJob startDescribed(String job) {
    scene.createWithJob(job);
    return scene.awaitSynced(job, "True/Described");
  }

  private OptimizationJob awaitAnswered(String job, String request) {
    return scene.await(
        job + " was asked for",
        job,
        shown -> request.equals(shown.getStatus().lastHandledReconcileAt()));
  }

  private static String unknownMembers(String member) {
    return "jobreflector_unknown_members_total{member=\"" + member + "\"}";
  }
}

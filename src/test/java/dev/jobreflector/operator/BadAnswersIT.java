package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Faults;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.When;
import java.util.List;
import java.util.Map;
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
        arguments(
            "html",
            Fault.html(200, HTML),
            "answered HTTP 200, but the answer is not" + " SageMaker's"),
        arguments("gateway", Fault.badGatewayHtml(), "HTTP 502"),
        arguments("forbidden", Fault.html(403, HTML), "HTTP 403 without an AWS error code"),
        arguments(
            "truncated",
            Fault.truncatedBody(),
            "answered HTTP 200, but the answer is not" + " SageMaker's"),
        arguments(
            "broken",
            Fault.brokenJson(),
            "answered HTTP 200, but the answer is not" + " SageMaker's"),
        arguments(
            "empty",
            Fault.html(200, ""),
            "answered HTTP 200, but the answer is not" + " SageMaker's"),
        arguments(
            "object", Fault.altered(body -> body.removeAll()), "it has no OptimizationJobName"),
        arguments("dropped", Fault.droppedConnection(), "The connection to 127.0.0.1"));
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
  void members_that_nobody_knows_are_shown_and_written_once() {
    startDescribed("preserved");
    scene
        .sageMaker()
        .faults()
        .inject(
            When.job("preserved"),
            Fault.members(
                """
                {"TrainingPlanArns":["arn:aws:sagemaker:us-east-1:123456789012:training-plan/p"],
                 "NewNumbers":[1,-2,0.1,5.00,1e2,1e22,12345678901234567890123,9007199254740993,
                   1e400,1.7976931348623157e308,4.9e-324],
                 "NewStructure":{"Empty":{},"None":null,"List":[],"Text":"a\\u0085b\\ud800"},
                 "NewEnvironment":{"HF_TOKEN":"secret","OPTION":"shown"},
                 "OutputConfig":{"NewOutputMember":true},"NewLarge":"%s"}
                """
                    .formatted("x".repeat(9000))));
    scene.request("preserved", "first");
    OptimizationJob shown = awaitAnswered("preserved", "first");

    assertThat(shown.getStatus().description().trainingPlanArns())
        .containsExactly("arn:aws:sagemaker:us-east-1:123456789012:training-plan/p");
    assertThat(shown.getStatus().description().unknownMembers())
        .containsOnlyKeys(
            "NewEnvironment",
            "NewLarge",
            "NewNumbers",
            "NewStructure",
            "OutputConfig.NewOutputMember")
        .containsEntry("NewEnvironment", Map.of("HF_TOKEN", "REDACTED", "OPTION", "shown"))
        .containsEntry("OutputConfig.NewOutputMember", true)
        .containsEntry("NewLarge", "(left out: beyond 8 KiB in all)")
        .containsEntry(
            "NewStructure", Map.of("Empty", Map.of(), "List", List.of(), "Text", "a\uFFFDb\uFFFD"));
    assertPollsWriteNothing("preserved");
  }

  static Stream<Arguments> unfitAnswers() {
    return Stream.of(
        arguments("control", "{\"FailureReason\":\"a\\u007fb\\u0080c\\u009fd\\u0085e\\u0000f\"}"),
        arguments("noncharacters", "{\"FailureReason\":\"a\\ufffeb\\uffffc\"}"),
        arguments("surrogates", "{\"FailureReason\":\"a\\ud800b\\udc00c\"}"),
        arguments("breaks", "{\"FailureReason\":\"a\\rb\\r\\nc\\td\"}"),
        arguments("environment", "{\"OptimizationEnvironment\":{\"A\\u001b\":\"b\\u0090\"}}"),
        arguments("structures", "{\"StoppingCondition\":{},\"ModelSource\":{\"S3\":{}}}"),
        arguments("late", "{\"OptimizationStartTime\":253402300800}"),
        arguments("early", "{\"OptimizationStartTime\":-62135596801}"),
        arguments("first", "{\"OptimizationStartTime\":-62135596800}"),
        arguments("last", "{\"OptimizationStartTime\":253402300799.999}"),
        arguments("created", "{\"CreationTime\":1e30}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfitAnswers")
  void an_answer_that_a_resource_cannot_hold_is_shown_without_what_it_cannot_and_written_once(
      String job, String members) {
    startDescribed(job);
    scene.sageMaker().faults().inject(When.job(job), Fault.members(members));
    scene.request(job, "first");
    OptimizationJob shown = awaitAnswered(job, "first");

    assertThat(Scene.condition(shown, "Synced")).isEqualTo("True/Described");
    assertPollsWriteNothing(job);
    scene.sageMaker().faults().clear();
    scene.sageMaker().jobs().transition(job, JobStatus.COMPLETED);
    scene.awaitJobStatus(job, "COMPLETED");
    assertThat(scene.reasons(job)).containsExactlyInAnyOrder("Starting", "Completed");
  }

  @Test
  void an_answer_of_another_job_is_never_shown() {
    OptimizationJob before = startDescribed("mixed-up");
    Faults.Injection injection =
        scene
            .sageMaker()
            .faults()
            .inject(
                When.job("mixed-up"),
                Fault.members(
                    "{\"OptimizationJobName\":\"other\",\"OptimizationJobStatus\":\"COMPLETED\","
                        + "\"LastModifiedTime\":4000000000}"));

    OptimizationJob failing = scene.awaitSynced("mixed-up", "False/Unavailable");
    assertThat(Scene.message(failing, "Synced"))
        .contains("got a request for optimization job mixed-up and answered with other");
    assertThat(failing.getStatus().description()).isEqualTo(before.getStatus().description());

    injection.remove();
    scene.sageMaker().jobs().transition("mixed-up", JobStatus.INPROGRESS);
    scene.awaitJobStatus("mixed-up", "INPROGRESS");
    assertThat(OTHERS)
        .allSatisfy(
            other ->
                assertThat(Scene.condition(scene.get(other), "Synced"))
                    .isEqualTo("True/Described"));
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

  /** The answer of the second poll is what is stored of the first, but for the request. */
  private void assertPollsWriteNothing(String job) {
    String version = scene.get(job).getMetadata().getResourceVersion();
    int polls = scene.sageMaker().calls().calls(job).size();

    await().until(() -> scene.sageMaker().calls().calls(job).size() >= polls + 2);

    assertThat(scene.get(job).getMetadata().getResourceVersion()).isEqualTo(version);
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

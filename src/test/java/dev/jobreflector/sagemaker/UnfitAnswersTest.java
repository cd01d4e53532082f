package dev.jobreflector.sagemaker;

import static dev.jobreflector.sagemaker.CannedServer.JSON;
import static dev.jobreflector.sagemaker.CannedServer.MINIMAL_JOB;
import static dev.jobreflector.sagemaker.CannedServer.REQUIRED_MEMBERS;
import static dev.jobreflector.sagemaker.GatewayUnderTest.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.Observation.Found;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Answers that hold what a resource cannot: all else is shown, and what is shown can be stored. */
class UnfitAnswersTest {
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

  private final GatewayUnderTest gateways = new GatewayUnderTest();
  private final CannedServer server = new CannedServer().answers(200, JSON, MINIMAL_JOB);
  private final SageMakerGateway gateway = gateways.at(server.endpoint());
  private final Logger logger = (Logger) LoggerFactory.getLogger(OmittedPartsLog.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
  }

  @AfterEach
  void close() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
    gateway.close();
    server.close();
  }

  @ParameterizedTest(name = "U+{0}")
  @ValueSource(
      strings = {
        "0000", "0007", "000B", "000D", "001B", "007F", "0080", "0085", "009F", "D800", "DFFF",
        "FFFE", "FFFF"
      })
  void no_text_of_any_member_holds_what_cannot_be_stored(String hex) {
    String unfit = Character.toString((char) Integer.parseInt(hex, 16));
    ObjectNode response = WireResponse.withTexts(text -> text + unfit + "-" + unfit + text);
    response.putArray("TrainingPlanArns").add("text-0" + unfit + "-" + unfit + "text-0");
    response
        .putObject("New" + unfit)
        .putArray("Key" + unfit)
        .addObject()
        .put("Key" + unfit, "Value" + unfit);
    server.answers(200, JSON, ascii(response));

    OptimizationJobDescription shown = found(CleanText.of(nameIn(response)));

    List<String> texts = texts(KUBERNETES.convertValue(shown, JsonNode.class));
    assertThat(texts)
        .hasSizeGreaterThan(50)
        .allSatisfy(text -> assertThat(CleanText.of(text)).isEqualTo(text))
        .filteredOn(text -> text.contains("text-"))
        .allSatisfy(text -> assertThat(text).matches("text-\\d+\uFFFD-\uFFFDtext-\\d+"))
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(45);
    assertThat(shown.unknownMembers())
        .hasToString("{New\uFFFD={Key\uFFFD=[{Key\uFFFD=Value\uFFFD}]}}");
    assertThat(readBack(shown)).isEqualTo(shown);
  }

  @Test
  void texts_that_can_be_stored_stay_as_they_came() {
    String text = "Ünïcödé 😀\tand\nlines\r\nof \u2028 all sorts\uFFFD";
    ObjectNode response = WireResponse.withTexts(name -> name + text);
    server.answers(200, JSON, ascii(response));

    OptimizationJobDescription shown = found(nameIn(response));

    assertThat(texts(KUBERNETES.convertValue(shown, JsonNode.class)))
        .filteredOn(shownText -> shownText.contains("text-"))
        .allSatisfy(shownText -> assertThat(shownText).endsWith(text));
    assertThat(readBack(shown)).isEqualTo(shown);
  }

  @Test
  void of_names_that_become_equal_the_same_one_counts_in_whatever_order_they_come() {
    String first = "\"OPTION\\u0001\":\"one\"";
    String second = "\"OPTION\\u0002\":\"two\"";
    server.answers(200, JSON, environment(first + "," + second));
    OptimizationJobDescription shown = found("llama");
    server.answers(200, JSON, environment(second + "," + first));

    assertThat(found("llama")).isEqualTo(shown);
    assertThat(shown.optimizationEnvironment()).containsOnlyKeys("OPTION\uFFFD");
  }

  @ParameterizedTest
  @CsvSource({
    "-62135596800, 0001-01-01T00:00:00Z",
    "-62135596800.001,",
    "-62167219200,",
    "-1e18,",
    "253402300799.999, 9999-12-31T23:59:59.999Z",
    "253402300800,",
    "253402300800.000000000000000000000,",
    "1e30,",
    "1e67,",
    "1e400,",
    "1e999999999,",
    "-1e-999999999, 1970-01-01T00:00:00Z",
    "0, 1970-01-01T00:00:00Z",
    "1.7e9, 2023-11-14T22:13:20Z",
    "1700000000.1239, 2023-11-14T22:13:20.123Z",
    "1700000000.12345678901234567890123456789, 2023-11-14T22:13:20.123Z",
  })
  void a_time_that_the_resource_cannot_hold_is_left_out(String seconds, Instant shown) {
    server.answers(
        200,
        JSON,
        REQUIRED_MEMBERS + ",\"MaxInstanceCount\":3,\"OptimizationEndTime\":" + seconds + "}");

    OptimizationJobDescription description = found("llama");

    assertThat(description.optimizationEndTime()).isEqualTo(shown);
    assertThat(description.maxInstanceCount()).isEqualTo(3);
    assertThat(readBack(description)).isEqualTo(description);
  }

  @Test
  void every_time_may_be_impossible_and_the_rest_is_shown() {
    server.answers(
        200,
        JSON,
        REQUIRED_MEMBERS.replace("1700000000.5", "1e15")
            + ",\"LastModifiedTime\":-1e15,\"OptimizationStartTime\":1e15,"
            + "\"OptimizationEndTime\":1e15}");

    OptimizationJobDescription shown = found("llama");

    assertThat(shown.optimizationJobStatus()).isEqualTo("INPROGRESS");
    assertThat(shown.creationTime()).isNull();
    assertThat(shown.lastModifiedTime()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"StoppingCondition\":{}",
        "\"OutputConfig\":{}",
        "\"OutputConfig\":{\"SageMakerModel\":{}}",
        "\"VpcConfig\":{}",
        "\"VpcConfig\":{\"Subnets\":[],\"SecurityGroupIds\":[null]}",
        "\"OptimizationOutput\":{\"RecommendedInferenceImage\":null}",
        "\"ModelSource\":{}",
        "\"ModelSource\":{\"S3\":{}}",
        "\"ModelSource\":{\"S3\":{\"ModelAccessConfig\":{}},\"SageMakerModel\":{}}",
      })
  void an_empty_structure_is_shown_as_absent(String member) {
    OptimizationJobDescription without = found("llama");
    server.answers(200, JSON, REQUIRED_MEMBERS + "," + member + "}");

    assertThat(found("llama")).isEqualTo(without);
  }

  @Test
  void a_technique_without_settings_is_still_shown() {
    server.answers(
        200,
        JSON,
        REQUIRED_MEMBERS
            + ",\"OptimizationConfigs\":[{\"ModelShardingConfig\":{}},"
            + "{\"ModelSpeculativeDecodingConfig\":{\"TrainingDataSource\":{}}}]}");

    OptimizationJobDescription shown = found("llama");

    assertThat(shown.optimizationConfigs()).hasSize(2);
    assertThat(shown.optimizationConfigs().get(0).modelShardingConfig()).isNotNull();
    assertThat(
            shown
                .optimizationConfigs()
                .get(1)
                .modelSpeculativeDecodingConfig()
                .trainingDataSource())
        .isNull();
    assertThat(readBack(shown)).isEqualTo(shown);
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .contains("ModelSpeculativeDecodingConfig.TrainingDataSource");
  }

  @Test
  void what_is_left_out_is_logged_once() {
    server.answers(
        200,
        JSON,
        REQUIRED_MEMBERS
            + ",\"StoppingCondition\":{},\"ModelSource\":{\"S3\":{\"ModelAccessConfig\":{}}},"
            + "\"OptimizationEndTime\":1e15}");
    found("llama");
    found("llama");

    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactlyInAnyOrder(
            leftOut("StoppingCondition", "it has no members"),
            leftOut("ModelSource", "it has no members"),
            leftOut("OptimizationEndTime", "its time is not between the years 1 and 9999"));
  }

  private static String leftOut(String member, String why) {
    return "SageMaker in eu-west-1 returned "
        + member
        + " for job llama. The operator ignores it, because "
        + why
        + ". This is logged once";
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 900})
  void a_member_that_is_nested_deeply_hides_nothing_else(int depth) {
    String deep = "{\"a\":[".repeat(depth / 2) + "1" + "]}".repeat(depth / 2);
    server.answers(200, JSON, REQUIRED_MEMBERS + ",\"New\":" + deep + ",\"FailureReason\":\"x\"}");

    OptimizationJobDescription shown = found("llama");

    assertThat(shown.failureReason()).isEqualTo("x");
    assertThat(shown.unknownMembers().toString())
        .isEqualTo("{New={a=[{a=[{a=[{a=[{a=[(left out: deeper than 10 levels)]}]}]}]}]}}");
    assertThat(readBack(shown)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 8_300, 300_000})
  void members_that_nobody_knows_take_8_kib_at_most(int length) {
    server.answers(
        200,
        JSON,
        REQUIRED_MEMBERS
            + ",\"NewA\":1,\"NewB\":\""
            + "\\u00e4".repeat(length / 2)
            + "\",\"NewC\":[1,2]}");

    OptimizationJobDescription shown = found("llama");

    assertThat(KUBERNETES.asJson(shown.unknownMembers()).getBytes(UTF_8))
        .hasSizeLessThanOrEqualTo(8192);
    assertThat(shown.unknownMembers())
        .containsEntry("NewA", 1L)
        .containsEntry("NewC", List.of(1L, 2L))
        .hasEntrySatisfying(
            "NewB",
            value ->
                assertThat(value.equals("(left out: beyond 8 KiB in all)"))
                    .isEqualTo(length > 8_100));
    assertThat(readBack(shown)).isEqualTo(shown);
  }

  static Stream<Arguments> answersOfOtherJobs() {
    return Stream.of(
        arguments(
            "\"llama\"",
            "\"bert\"",
            "got a request for optimization job llama and answered with bert."),
        arguments(
            "job/llama",
            "job/bert",
            "answered with arn:aws:sagemaker:eu-west-1:123456789012:optimization-job/bert."),
        arguments("\"llama\"", "\"\"", "it has no OptimizationJobName"),
        arguments("\"llama\"", "\" \"", "it has no OptimizationJobName"),
        arguments("\"INPROGRESS\"", "\"\"", "it has no OptimizationJobStatus"),
        arguments(
            "\"arn:aws:sagemaker:eu-west-1:123456789012:optimization-job/llama\"",
            "\"\"",
            "it has no OptimizationJobArn"),
        arguments("1700000000.5", "null", "it has no CreationTime"));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("answersOfOtherJobs")
  void an_answer_that_is_not_of_the_job_is_refused(String right, String wrong, String message) {
    server.answers(200, JSON, MINIMAL_JOB.replace(right, wrong));

    Observation observation = gateway.describe("llama");

    assertThat(observation).isInstanceOf(Observation.Unreadable.class);
    assertThat(message(observation)).contains(message);
    assertThat(gateway.accountId()).as("learned from a refused answer").isNull();
  }

  @Test
  void an_arn_may_spell_the_name_in_lower_case() {
    server.answers(200, JSON, MINIMAL_JOB.replace("\"llama\"", "\"Llama\""));

    assertThat(found("Llama").optimizationJobName()).isEqualTo("Llama");
  }

  private OptimizationJobDescription found(String job) {
    Observation observation = gateway.describe(job);
    assertThat(observation).as(message(observation)).isInstanceOf(Found.class);
    return ((Found) observation).description();
  }

  private static String nameIn(ObjectNode response) {
    return response.get("OptimizationJobName").asText();
  }

  private static String environment(String members) {
    return REQUIRED_MEMBERS + ",\"OptimizationEnvironment\":{" + members + "}}";
  }

  // Lone surrogates and the like can be sent as escapes alone.
  private static String ascii(JsonNode json) {
    StringBuilder ascii = new StringBuilder();
    json.toString()
        .chars()
        .forEach(c -> ascii.append(c < 0x7F ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
    return ascii.toString();
  }

  private static OptimizationJobDescription readBack(OptimizationJobDescription shown) {
    return KUBERNETES.unmarshal(KUBERNETES.asJson(shown), OptimizationJobDescription.class);
  }

  /** Every key and text. */
  private static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    if (json.isTextual()) {
      texts.add(json.asText());
    } else if (json instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> {
                texts.add(member.getKey());
                texts.addAll(texts(member.getValue()));
              });
    } else if (json instanceof ArrayNode array) {
      array.forEach(element -> texts.addAll(texts(element)));
    }
    return texts;
  }
}

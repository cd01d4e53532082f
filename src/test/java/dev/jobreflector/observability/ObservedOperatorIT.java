package dev.jobreflector.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.observability.Dashboard.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real Prometheus scrapes a running operator, and alerts and dashboard find what they ask for.
 */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith({RealApiServerExtension.class, PrometheusToolsExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservedOperatorIT {

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
  private static final Set<String> PROMETHEUS_OWN = Set.of("ALERTS");

  private final EventfulLife life;
  private final PrometheusServer prometheus;

  ObservedOperatorIT(RealApiServer server, PrometheusTools tools) {
    life = EventfulLife.begin(server);
    prometheus = PrometheusServer.start(tools, life.operator().httpAddress(), AlertRule.FILE);
  }

  @BeforeAll
  void live() {
    life.live(
        () ->
            !prometheus
                .query("rate(jobreflector_kubernetes_writes_total{outcome=\"failed\"}[5m]) > 0")
                .isEmpty());
  }

  @AfterAll
  void close() {
    prometheus.close();
    life.close();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void the_dashboard_query_is_answered(Query query) {
    await(query.toString()).atMost(ANSWERS_WITHIN).until(() -> !answer(query).isEmpty());
  }

  static Stream<Query> queries() {
    return Dashboard.read().queries();
  }

  @ParameterizedTest
  @MethodSource("variables")
  void the_dashboard_variable_has_values(String name, String query) {
    Matcher labelValues =
        Pattern.compile("label_values\\((\\w+(?:\\{.*})?), (\\w+)\\)").matcher(query);
    assertThat(labelValues.matches()).isTrue();
    String selector = labelValues.group(1).replaceAll("\\$\\w+", ".*");

    assertThat(prometheus.labelValues(selector, labelValues.group(2))).as(name).hasSize(1);
  }

  static Stream<Arguments> variables() {
    return Dashboard.read()
        .variables()
        .filter(variable -> variable.path("type").asText().equals("query"))
        .map(
            variable ->
                Arguments.of(variable.path("name").asText(), variable.at("/query/query").asText()));
  }

  @Test
  void the_dashboard_counts_jobs_by_status() {
    awaitShown("Jobs by status", "status", "COMPLETED 1", "FAILED 1", "QUEUED 1", "never seen 2");
  }

  @Test
  void the_dashboard_tells_whose_jobs_failed() {
    awaitShown("Failures by namespace", "of", life.namespace() + " 1");
  }

  @Test
  void the_dashboard_tells_that_one_replica_leads() {
    awaitShown("Leader", "", " 1");
    awaitShown("Leader by replica", "pod", "job-reflector-0 1");
  }

  @Test
  void every_metric_of_a_panel_or_an_alert_is_exported() {
    Set<String> named =
        Stream.concat(
                Dashboard.read().queries().map(Query::expression),
                AlertRule.all().map(AlertRule::expression))
            .flatMap(expression -> PromQl.metrics(expression).stream())
            .filter(metric -> !PROMETHEUS_OWN.contains(metric))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(exported()).containsAll(named);
  }

  @Test
  void every_metric_of_the_reference_is_exported() throws IOException {
    Set<String> exported = exported();

    assertThat(metricsOfTheReference())
        .isNotEmpty()
        .allSatisfy(
            metric ->
                assertThat(exported).containsAnyElementsOf(List.of(metric, metric + "_bucket")));
  }

  @Test
  void every_alert_is_evaluated() {
    await()
        .atMost(ANSWERS_WITHIN)
        .untilAsserted(
            () ->
                assertThat(prometheus.rules())
                    .hasSize((int) AlertRule.all().count())
                    .allSatisfy(
                        rule -> {
                          assertThat(rule.path("health").asText()).isEqualTo("ok");
                          assertThat(rule.path("lastError").asText()).isEmpty();
                        }));
  }

  // How much time garbage collection takes is the machine's to say: no JobReflectorMemoryShort.
  @Test
  void alerts_are_raised_for_what_happened_and_for_nothing_else() {
    await()
        .atMost(ANSWERS_WITHIN)
        .untilAsserted(
            () ->
                assertThat(raised())
                    .contains(
                        "JobReflectorAccessDenied pending",
                        "JobReflectorJobFailed firing",
                        "JobReflectorReconcilesFailing inactive",
                        "JobReflectorThrottled pending",
                        "JobReflectorUnknownMembers firing",
                        "JobReflectorUnknownStatus firing",
                        "JobReflectorWritesFailing pending",
                        "JobReflectorCredentialsRefused inactive",
                        "JobReflectorDown inactive",
                        "JobReflectorEventsRefused inactive",
                        "JobReflectorMisconfigured inactive",
                        "JobReflectorNoLeader inactive",
                        "JobReflectorPollsTooOld inactive",
                        "JobReflectorReflectionSlow inactive",
                        "JobReflectorRestarting inactive",
                        "JobReflectorSeveralLeaders inactive",
                        "JobReflectorUnreadableResources inactive"));
  }

  @Test
  void an_alert_names_the_namespace_of_the_failed_job_not_of_the_operator() {
    await()
        .atMost(ANSWERS_WITHIN)
        .until(
            () ->
                prometheus.rules().stream()
                    .filter(rule -> rule.path("name").asText().equals("JobReflectorJobFailed"))
                    .map(rule -> rule.at("/alerts/0/annotations/description").asText())
                    .anyMatch(text -> text.contains(life.namespace())));
  }

  /** Waits until a panel shows this: a label and the value, for each series. */
  private void awaitShown(String panel, String label, String... series) {
    await(panel)
        .atMost(ANSWERS_WITHIN)
        .untilAsserted(() -> assertThat(values(panel, label)).containsExactlyInAnyOrder(series));
  }

  private List<JsonNode> answer(Query query) {
    return prometheus.query(
        query
            .expression()
            .replace("$namespace", "job-reflector")
            .replace("$job", "job-reflector/job-reflector")
            .replace("$account", ".*")
            .replace("$region", ".*")
            .replace("$__rate_interval", "1m")
            .replace("$__interval", "10m"));
  }

  private List<String> values(String panel, String label) {
    return Dashboard.read()
        .queries()
        .filter(query -> query.panel().equals(panel))
        .flatMap(query -> answer(query).stream())
        .map(
            sample ->
                sample.path("metric").path(label).asText() + " " + sample.at("/value/1").asText())
        .toList();
  }

  private List<String> raised() {
    return prometheus.rules().stream()
        .map(rule -> rule.path("name").asText() + " " + rule.path("state").asText())
        .toList();
  }

  private Set<String> exported() {
    return life.operator()
        .get("/metrics")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> metricsOfTheReference() throws IOException {
    return Pattern.compile("(?m)^\\| `(jobreflector_\\w+)` \\|")
        .matcher(Files.readString(Path.of("docs", "reference.md")))
        .results()
        .map((MatchResult row) -> row.group(1))
        .toList();
  }
}

package dev.jobreflector.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.observability.Dashboard.Panel;
import dev.jobreflector.observability.Dashboard.Query;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboard can be imported anywhere and reads well. */
class DashboardTest {

  private static final Dashboard DASHBOARD = Dashboard.read();
  private static final int COLUMNS = 24;

  @ParameterizedTest
  @MethodSource("panels")
  void each_panel_says_what_it_shows_and_in_which_unit(Panel panel) {
    assertThat(panel.title()).isNotEmpty();
    assertThat(panel.json().path("description").asText()).endsWith(".");
    assertThat(panel.json().at("/fieldConfig/defaults/unit").asText()).isNotEmpty();
    assertThat(panel.targets()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("panels")
  void each_panel_asks_the_chosen_data_source(Panel panel) {
    assertThat(Stream.concat(Stream.of(panel.json()), panel.targets().stream()))
        .allSatisfy(
            node -> {
              assertThat(node.at("/datasource/type").asText()).isEqualTo("prometheus");
              assertThat(node.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            });
  }

  @ParameterizedTest
  @MethodSource("queries")
  void each_query_asks_for_the_chosen_operator_alone(Query query) {
    assertThat(query.expression())
        .satisfiesAnyOf(
            expression -> assertThat(expression).contains("job=~\"$job\""),
            // An alert may have no labels of the scrape.
            expression -> assertThat(PromQl.metrics(expression)).containsExactly("ALERTS"));
  }

  @Test
  void the_first_row_tells_the_health() {
    assertThat(DASHBOARD.rowsAndPanels().map(Panel::title))
        .startsWith(
            "Health",
            "Leader",
            "Replicas",
            "Oldest poll",
            "Failed jobs",
            "AWS answers",
            "Budget used",
            "Writes failing",
            "Alerts");
  }

  @Test
  void the_choices_are_data_source_namespace_job_account_and_region() {
    assertThat(DASHBOARD.variables().map(variable -> variable.path("name").asText()))
        .containsExactly("datasource", "namespace", "job", "account", "region");
  }

  // A Prometheus outside a cluster adds no namespace, and an unknown account is empty.
  @Test
  void where_all_is_chosen_a_missing_label_is_no_obstacle() {
    assertThat(DASHBOARD.variables().skip(1))
        .allSatisfy(
            variable -> {
              assertThat(variable.path("allValue").asText()).isEqualTo(".*");
              assertThat(variable.at("/current/value/0").asText()).isEqualTo("$__all");
            });
  }

  @Test
  void ids_are_unique() {
    assertThat(DASHBOARD.rowsAndPanels().map(panel -> panel.json().path("id").asInt()))
        .doesNotHaveDuplicates()
        .doesNotContain(0);
  }

  @Test
  void no_two_panels_share_a_place() {
    List<Panel> panels = DASHBOARD.rowsAndPanels().toList();

    assertThat(panels)
        .allSatisfy(
            panel -> {
              assertThat(panel.place().x() + panel.place().width()).isLessThanOrEqualTo(COLUMNS);
              assertThat(panels)
                  .filteredOn(other -> !other.equals(panel))
                  .noneMatch(other -> other.place().overlaps(panel.place()));
            });
  }

  @Test
  void it_belongs_to_no_grafana_yet() {
    JsonNode root = DASHBOARD.root();

    assertThat(root.has("id")).isFalse();
    assertThat(root.path("uid").asText()).isEqualTo("job-reflector");
    assertThat(root.has("__inputs")).isFalse();
  }

  static Stream<Panel> panels() {
    return DASHBOARD.panels();
  }

  static Stream<Query> queries() {
    return DASHBOARD.queries();
  }
}

package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What the chart makes for Prometheus and Grafana. */
@WithHelm
class ChartMonitoringIT {

  private final Helm helm;

  ChartMonitoringIT(Helm helm) {
    this.helm = helm;
  }

  @Test
  void alerts_are_those_of_the_file_without_the_disabled_ones() {
    List<String> all =
        alerts(
            helm.template(
                "--set=prometheusRule.enabled=true", "--set=prometheusRule.disabledAlerts=null"));
    List<String> byDefault = alerts(helm.template("--set=prometheusRule.enabled=true"));

    assertThat(all).contains("JobReflectorJobFailed").isEqualTo(alertsInFile());
    assertThat(byDefault)
        .isEqualTo(all.stream().filter(alert -> !alert.equals("JobReflectorJobFailed")).toList());
  }

  @Test
  void alerts_get_the_labels_and_the_runbooks_of_the_values() {
    assertThat(rules(helm.template(Helm.FULL)))
        .allSatisfy(
            rule -> {
              assertThat(rule.get("labels"))
                  .asInstanceOf(InstanceOfAssertFactories.MAP)
                  .containsEntry("team", "ml-platform")
                  .containsKey("severity");
              assertThat(((Map<?, ?>) rule.get("annotations")).get("runbook_url"))
                  .asString()
                  .startsWith("https://runbooks.example.com/operations.md#");
            });
  }

  @Test
  void the_dashboard_is_the_file() throws IOException {
    ConfigMap dashboard = helm.template("--set=dashboard.enabled=true").the(ConfigMap.class);

    assertThat(dashboard.getData().get("job-reflector.json").strip())
        .isEqualTo(Files.readString(Helm.CHART.resolve("files/dashboard.json")).strip());
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
  }

  private static List<String> alerts(Rendered rendered) {
    return rules(rendered).stream().map(rule -> rule.get("alert").toString()).toList();
  }

  private static List<String> alertsInFile() {
    try (Stream<String> lines = Files.lines(Helm.CHART.resolve("files/alerts.yaml"))) {
      return lines
          .filter(line -> line.strip().startsWith("- alert: "))
          .map(line -> line.strip().substring("- alert: ".length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rules(Rendered rendered) {
    GenericKubernetesResource rule =
        (GenericKubernetesResource) rendered.the("PrometheusRule/job-reflector");
    List<Map<String, Object>> groups = (List<Map<String, Object>>) rule.get("spec", "groups");
    return groups.stream()
        .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
        .toList();
  }
}

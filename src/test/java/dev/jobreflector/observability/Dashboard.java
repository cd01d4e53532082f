package dev.jobreflector.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The chart's Grafana dashboard. */
final class Dashboard {

  /** Its file. */
  static final Path FILE = Path.of("helm", "job-reflector", "files", "dashboard.json");

  private final JsonNode root;

  private Dashboard(JsonNode root) {
    this.root = root;
  }

  /** Reads the file; fails where it is not JSON. */
  static Dashboard read() {
    try {
      return new Dashboard(new ObjectMapper().readTree(Files.readString(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A panel or a row of panels. */
  record Panel(JsonNode json) {

    String title() {
      return json.path("title").asText();
    }

    boolean isRow() {
      return json.path("type").asText().equals("row");
    }

    List<JsonNode> targets() {
      return elements(json.path("targets")).toList();
    }

    /** Where it stands, in the dashboard's grid of 24 columns. */
    Place place() {
      JsonNode at = json.path("gridPos");
      return new Place(
          at.path("x").asInt(), at.path("y").asInt(), at.path("w").asInt(), at.path("h").asInt());
    }

    @Override
    public String toString() {
      return title();
    }
  }

  /** A rectangle of the grid. */
  record Place(int x, int y, int width, int height) {

    boolean overlaps(Place other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }

  /** What a panel asks Prometheus, the dashboard's variables still in it. */
  record Query(String panel, String expression) {

    @Override
    public String toString() {
      return panel + ": " + expression;
    }
  }

  /** The whole of it. */
  JsonNode root() {
    return root;
  }

  /** The rows and panels, from the top. */
  Stream<Panel> rowsAndPanels() {
    return elements(root.path("panels")).map(Panel::new);
  }

  /** The panels, from the top. */
  Stream<Panel> panels() {
    return rowsAndPanels().filter(panel -> !panel.isRow());
  }

  /** Everything that the panels ask. */
  Stream<Query> queries() {
    return panels()
        .flatMap(
            panel ->
                panel.targets().stream()
                    .map(target -> new Query(panel.title(), target.path("expr").asText())));
  }

  /** The variables at the top of the dashboard. */
  Stream<JsonNode> variables() {
    return elements(root.path("templating").path("list"));
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}

package dev.jobreflector.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches the resources and their Events, and prints what {@code kubectl get -w} and {@code kubectl
 * events -w} would, as it happens.
 */
final class LiveView implements AutoCloseable {

  private static final String GET = "get";
  private static final String EVENTS = "event";
  private static final List<Integer> EVENT_WIDTHS = List.of(7, 11);

  private final KubernetesClient client;
  private final Screen screen;
  private final PrinterColumns columns;
  private final PrinterColumns wideColumns;
  private final List<Integer> widths;
  private final SharedIndexInformer<OptimizationJob> resources;
  private final SharedIndexInformer<Event> events;

  /**
   * Begins to watch.
   *
   * @param names of the resources to come, for the width of their column
   */
  LiveView(
      Cluster cluster, CustomResourceDefinition definition, List<String> names, Screen screen) {
    this.client = cluster.client();
    this.screen = screen;
    this.columns = new PrinterColumns(definition, false, Clock.systemUTC());
    this.wideColumns = new PrinterColumns(definition, true, Clock.systemUTC());
    this.widths = expectedWidths(names);
    screen.live(GET, screen.bold(Screen.row(columns.headers(), widths)));
    this.resources =
        client
            .resources(OptimizationJob.class)
            .inNamespace(cluster.namespace())
            .inform(onEach(this::print));
    this.events =
        client.resources(Event.class).inNamespace(cluster.namespace()).inform(onEach(this::print));
  }

  /** The resources as they are now, by name. */
  List<OptimizationJob> resources() {
    return resources.getStore().list().stream()
        .sorted(Comparator.comparing(resource -> resource.getMetadata().getName()))
        .toList();
  }

  /** The resources' Events so far. */
  List<Event> events() {
    return events.getStore().list().stream().filter(LiveView::isOurs).toList();
  }

  /** Whether nothing more is to come for as many resources as these. */
  boolean allEnded(int count) {
    List<OptimizationJob> now = resources();
    return now.size() >= count
        && now.stream().map(LiveView::ready).allMatch(r -> r.isPresent() && isEnd(r.get()));
  }

  /** The condition Ready. */
  static Optional<Condition> ready(OptimizationJob resource) {
    OptimizationJobStatus status = resource.getStatus();
    return status == null
        ? Optional.empty()
        : status.conditions().stream().filter(c -> c.type().equals("Ready")).findFirst();
  }

  /** Prints what {@code kubectl get -o wide} would. */
  void printWide() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(wideColumns.headers());
    resources().forEach(resource -> rows.add(wideColumns.cells(json(resource))));
    List<Integer> needed = Screen.widths(rows);
    screen.say(screen.bold(Screen.row(rows.get(0), needed)));
    rows.stream()
        .skip(1)
        .forEach(cells -> screen.say(screen.byMeaning(Screen.row(cells, needed), cells.get(1))));
  }

  @Override
  public void close() {
    resources.close();
    events.close();
  }

  private static boolean isEnd(Condition ready) {
    return !ready.status().equals("Unknown");
  }

  private void print(OptimizationJob resource) {
    List<String> cells = columns.cells(json(resource));
    screen.live(GET, screen.byMeaning(Screen.row(cells, widths), cells.get(1)));
  }

  private void print(Event event) {
    if (!isOurs(event)) {
      return;
    }
    String object = "OptimizationJob/" + event.getRegarding().getName();
    List<String> cells =
        List.of(event.getType(), event.getReason(), object, String.valueOf(event.getNote()));
    List<Integer> needed =
        List.of(
            EVENT_WIDTHS.get(0),
            EVENT_WIDTHS.get(1),
            "OptimizationJob/".length() + widths.get(0),
            cells.get(3).length());
    screen.live(EVENTS, screen.byMeaning(Screen.row(cells, needed), event.getReason()));
  }

  private static boolean isOurs(Event event) {
    return event.getRegarding() != null
        && OptimizationJob.KIND.equals(event.getRegarding().getKind());
  }

  private JsonNode json(OptimizationJob resource) {
    return client.getKubernetesSerialization().convertValue(resource, JsonNode.class);
  }

  // Columns of a watch get their width before its rows are known.
  private List<Integer> expectedWidths(List<String> names) {
    int name = names.stream().mapToInt(String::length).max().orElse(0);
    Map<String, Integer> expected =
        Map.of("NAME", name, "STATUS", "INPROGRESS".length(), "INSTANCE", 16);
    return columns.headers().stream()
        .map(header -> Math.max(header.length(), expected.getOrDefault(header, 7)))
        .toList();
  }

  private static <T> ResourceEventHandler<T> onEach(java.util.function.Consumer<T> print) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T added) {
        print.accept(added);
      }

      @Override
      public void onUpdate(T before, T after) {
        print.accept(after);
      }

      @Override
      public void onDelete(T deleted, boolean finalStateUnknown) {
        print.accept(deleted);
      }
    };
  }
}

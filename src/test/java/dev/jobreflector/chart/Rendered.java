package dev.jobreflector.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The objects that a chart or an overlay makes. */
record Rendered(List<HasMetadata> objects) {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  static Rendered of(String yaml) {
    return new Rendered(
        Arrays.stream(yaml.split("(?m)^---.*$", -1))
            .filter(document -> document.lines().anyMatch(line -> !line.matches("\\s*(#.*)?")))
            .map(document -> YAML.<HasMetadata>unmarshal(document))
            .toList());
  }

  /** All objects of a type. */
  <T> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The one object of a type; fails where there is another number of them. */
  <T> T the(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects of " + type.getSimpleName());
    }
    return found.get(0);
  }

  /** The one object of a kind and name. */
  HasMetadata the(String kindAndName) {
    return objects.stream()
        .filter(object -> name(object).equals(kindAndName))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kindAndName + " in " + names().toList()));
  }

  /** Every object as "Kind/name", in order. */
  Stream<String> names() {
    return objects.stream().map(Rendered::name);
  }

  /** The operator's container. */
  Container operator() {
    return the(Deployment.class).getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  /** The variables that a container is given literally. */
  static Map<String, String> environment(Container container) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (EnvVar variable : container.getEnv()) {
      variables.put(variable.getName(), variable.getValue());
    }
    return variables;
  }

  private static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}

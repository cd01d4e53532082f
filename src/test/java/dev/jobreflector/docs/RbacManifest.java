package dev.jobreflector.docs;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rights that users give the operator: {@code docs/install/rbac.yaml}. */
public final class RbacManifest {

  private static final Path FILE = Path.of("docs", "install", "rbac.yaml");
  private static final String NAME = "job-reflector";
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private final List<HasMetadata> objects;

  /** One verb on one resource, as in {@code update optimizationjobs/status}. */
  public record Right(String group, String resource, String verb) {}

  private RbacManifest(List<HasMetadata> objects) {
    this.objects = objects;
  }

  /** The file as it is. */
  public static RbacManifest read() {
    return named(NAME);
  }

  /** The file with another name for the namespace, the ServiceAccount and all else. */
  public static RbacManifest named(String name) {
    try {
      String text = Files.readString(FILE).replace(NAME, name);
      return new RbacManifest(
          Stream.of(text.split("(?m)^---$", -1))
              .map(document -> (HasMetadata) YAML.unmarshal(document))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a right out, wherever it is given. */
  public RbacManifest without(Right right) {
    for (HasMetadata object : objects) {
      List<PolicyRule> rules = rules(object);
      rules.stream()
          .filter(rule -> rights(rule).anyMatch(right::equals))
          .forEach(rule -> rule.getVerbs().remove(right.verb()));
      rules.removeIf(rule -> rule.getVerbs().isEmpty());
    }
    return this;
  }

  /** All that is to be applied. */
  public List<HasMetadata> objects() {
    return objects;
  }

  /** Every right given. */
  public List<Right> rights() {
    return objects.stream().flatMap(o -> rules(o).stream()).flatMap(RbacManifest::rights).toList();
  }

  private static List<PolicyRule> rules(HasMetadata object) {
    if (object instanceof ClusterRole role) {
      return role.getRules();
    }
    return object instanceof Role role ? role.getRules() : new ArrayList<>();
  }

  private static Stream<Right> rights(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(verb -> new Right(group, resource, verb))));
  }
}

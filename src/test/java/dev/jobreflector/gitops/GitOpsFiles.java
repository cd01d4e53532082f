package dev.jobreflector.gitops;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of gitops/ and examples/, and resources as the tools that read these see them. */
final class GitOpsFiles {

  static final Path GITOPS = Path.of("gitops");
  static final Path EXAMPLES = Path.of("examples");
  static final Path HEALTH_SCRIPT =
      GITOPS.resolve(
          "argocd/resource_customizations/sagemaker.jobreflector.dev/OptimizationJob/health.lua");

  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private GitOpsFiles() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A YAML document as this type. */
  static <T> T yaml(Path file, Class<T> type) {
    return JSON.unmarshal(text(file), type);
  }

  /** A resource without its Java type: maps, lists, texts, numbers and booleans. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> untyped(Object resource) {
    return JSON.convertValue(resource, Map.class);
  }

  /** Argo CD's test data: resources as an API server held them. */
  static List<Path> healthTestdata() {
    return list(HEALTH_SCRIPT.resolveSibling("testdata"));
  }

  /** The files of a folder, in the order of their names. */
  static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

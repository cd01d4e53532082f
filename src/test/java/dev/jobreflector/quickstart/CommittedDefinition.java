package dev.jobreflector.quickstart;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CustomResourceDefinition that the repository holds. */
final class CommittedDefinition {

  private static final Path FILE =
      Path.of("crds", "optimizationjobs.sagemaker.jobreflector.dev.yaml");

  private CommittedDefinition() {}

  static CustomResourceDefinition read() throws IOException {
    try (var yaml = Files.newInputStream(FILE)) {
      return Serialization.unmarshal(yaml, CustomResourceDefinition.class);
    }
  }
}

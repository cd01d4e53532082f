package dev.jobreflector.quickstart;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The manifests of examples/, and what becomes of each: the reason of Ready in the end. */
enum Example {
  QUANTIZATION("quantization.yaml", "Completed"),
  COMPILATION("compilation.yaml", "Completed"),
  SPECULATIVE_DECODING("speculative-decoding.yaml", "Completed"),
  FAILING("failing.yaml", "Failed"),
  STOPPED("stopped.yaml", "Stopped"),
  MISSING("missing.yaml", "JobNotFound");

  static final Path FOLDER = Path.of("examples");

  private final String file;
  private final String expected;

  Example(String file, String expected) {
    this.file = file;
    this.expected = expected;
  }

  /** The manifest as the API server gets it. */
  OptimizationJob manifest() {
    try (var yaml = Files.newInputStream(FOLDER.resolve(file))) {
      return Serialization.unmarshal(yaml, OptimizationJob.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The job's name in SageMaker. */
  String jobName() {
    OptimizationJob manifest = manifest();
    String name = manifest.getSpec().optimizationJobName();
    return name == null ? manifest.getMetadata().getName() : name;
  }

  /** The reason of condition Ready once there is nothing more to come. */
  String expected() {
    return expected;
  }
}

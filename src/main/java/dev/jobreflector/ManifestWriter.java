package dev.jobreflector;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes resources as YAML. */
final class ManifestWriter {

  private static final String KUSTOMIZATION = "kustomization.yaml";

  private final KubernetesSerialization yaml = new KubernetesSerialization();
  private final PrintStream out;

  /**
   * Creates a writer.
   *
   * @param out receives what {@link #print} writes
   */
  ManifestWriter(PrintStream out) {
    this.out = out;
  }

  /** Prints all resources as one stream of YAML documents. */
  void print(List<OptimizationJob> resources) throws IOException {
    resources.forEach(resource -> out.print(yaml.asYaml(resource)));
    if (out.checkError()) {
      throw new IOException("standard output is closed");
    }
  }

  /**
   * Writes a file for each resource, and a kustomization.yaml that lists them. Creates the folder
   * if it does not exist.
   */
  void writeInto(Path folder, List<OptimizationJob> resources) throws IOException {
    Files.createDirectories(folder);
    for (OptimizationJob resource : resources) {
      Files.writeString(folder.resolve(fileName(resource)), yaml.asYaml(resource));
    }
    Map<String, Object> kustomization = new LinkedHashMap<>();
    kustomization.put("apiVersion", "kustomize.config.k8s.io/v1beta1");
    kustomization.put("kind", "Kustomization");
    kustomization.put("resources", resources.stream().map(ManifestWriter::fileName).toList());
    Files.writeString(folder.resolve(KUSTOMIZATION), yaml.asYaml(kustomization));
  }

  private static String fileName(OptimizationJob resource) {
    return resource.getMetadata().getName() + ".yaml";
  }
}

package dev.jobreflector.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * A CustomResourceDefinition of another project, in a Go module of that project.
 *
 * @param module the module's path
 * @param version as {@code v1.2.3}
 * @param checksum of the module's zip file, as in a go.sum
 * @param file in the module
 */
record DefinitionInModule(String module, String version, String checksum, String file) {

  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  /** Those that manifests of examples/ need. */
  static List<DefinitionInModule> needed() {
    return GitOpsFiles.text(Path.of(".ci", "gitops", "definitions.txt"))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", -1))
        .map(part -> new DefinitionInModule(part[0], part[1], part[2], part[3]))
        .toList();
  }

  /**
   * Its YAML, from Go's module cache or, the first time, from a module proxy.
   *
   * @throws IOException where there is no Go, or the module cannot be had; the message says which
   */
  byte[] yaml() throws IOException {
    JsonNode downloaded = download();
    if (!downloaded.path("Sum").asText().equals(checksum)) {
      throw new IOException("%s@%s: %s".formatted(module, version, downloaded));
    }
    try (ZipFile zip = new ZipFile(downloaded.get("Zip").asText());
        InputStream entry =
            zip.getInputStream(zip.getEntry("%s@%s/%s".formatted(module, version, file)))) {
      return entry.readAllBytes();
    }
  }

  private JsonNode download() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("go", "mod", "download", "-json", module + "@" + version)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("GOFLAGS", "");
    builder.environment().put("GOWORK", "off");
    Process process = builder.start();
    // It fails where the module wants a newer Go, but has the file by then.
    return JSON.unmarshal(process.getInputStream(), JsonNode.class);
  }
}

package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/install.md tells to do, done in its order on a new cluster. */
@WithHelm
@ExtendWith(RealApiServerExtension.class)
class InstallDocumentIT {

  private static final Pattern COMMANDS = Pattern.compile("(?ms)^ *```sh\\n(.*?)^ *```$");

  private static final List<String> FOLDERS = List.of("crds", "docs", "helm", "kustomize");

  private final Helm helm;
  private final ApiServerBinaries binaries;

  InstallDocumentIT(Helm helm, ApiServerBinaries binaries) {
    this.helm = helm;
    this.binaries = binaries;
  }

  @Test
  void every_command_succeeds(@TempDir Path folder) throws IOException, InterruptedException {
    List<String> blocks =
        COMMANDS
            .matcher(Files.readString(Path.of("docs", "install.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSizeGreaterThan(8);
    for (String name : FOLDERS) {
      Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
    }
    Path output = folder.resolve("output");
    try (RealApiServer server =
        RealApiServer.start(binaries, RealApiServer.Settings.named("document"))) {
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-euxo", "pipefail", "-c", String.join("\n", blocks))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder
          .environment()
          .merge(
              "PATH",
              helm.program().getParent() + ":" + binaries.directory(),
              (path, first) -> first + ":" + path);
      builder.environment().put("KUBECONFIG", server.kubeconfig().toString());
      builder.environment().put("HOME", folder.toString());
      Process process = builder.start();
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      process.destroyForcibly();

      assertThat(ended && process.waitFor() == 0).as(Files.readString(output)).isTrue();
    }
    for (String name : FOLDERS) {
      Files.delete(folder.resolve(name));
    }
    // What it tells to be so: a right in a listed namespace, the jobs after uninstalling.
    assertThat(Files.readString(output))
        .containsPattern("(?m)^yes$")
        .containsPattern(
            Pattern.compile(
                "\\+ helm uninstall job-reflector .*?\\+ kubectl get optimizationjobs -A\\n.*?"
                    + "llama-3-8b-awq",
                Pattern.DOTALL));
  }
}

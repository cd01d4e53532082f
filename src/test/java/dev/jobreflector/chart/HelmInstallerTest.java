package dev.jobreflector.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.chart.HelmInstaller.Installation;
import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Helm comes from, with a build that makes empty files. */
class HelmInstallerTest {

  private static final String PLATFORM =
      "-" + new OSInfo().getOSName() + "-" + new OSInfo().getOSArch();

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void aMachineWithGo() throws IOException {
    Path build = Files.createDirectories(folder.resolve("build"));
    Files.writeString(
        build.resolve("go.mod"),
        """
        require github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring v0.95.1

        require (
        \thelm.sh/helm/v3 v3.22.0 // indirect
        \thelm.sh/helm/v4 v4.3.1 // indirect
        )
        """);
    Files.writeString(
        build.resolve("build.sh"),
        """
        cd $KUBE_API_TEST_DIR
        mkdir -p helm/3.22.0%1$s helm/4.3.1%1$s monitoring/0.95.1
        touch helm/{3.22.0,4.3.1}%1$s/helm
        chmod +x helm/*/helm
        touch monitoring/0.95.1/monitoring.coreos.com_{podmonitors,prometheusrules}.yaml
        """
            .formatted(PLATFORM));
    program("go", "");
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put(
        "KUBE_API_TEST_DIR", Files.createDirectories(folder.resolve("home")).toString());
  }

  @Test
  void both_versions_and_the_definitions_are_built() {
    Installation installation = install();

    assertThat(installation.helms()).extracting(Helm::version).containsExactly("3.22.0", "4.3.1");
    assertThat(installation.definitions()).hasSize(2);
    assertThat(installation.missing()).isEmpty();
  }

  @Test
  void what_is_there_is_not_built_again() throws IOException {
    install();
    Files.writeString(folder.resolve("build/build.sh"), "exit 1");

    assertThat(install().missing()).isEmpty();
  }

  @Test
  void without_go_the_helm_on_the_path_serves_for_its_version() throws IOException {
    program("helm", "echo v4.2.0+g1234");
    Files.delete(folder.resolve("bin/go"));
    environment.put("PATH", folder.resolve("bin").toString());

    Installation installation = install();

    assertThat(installation.helms()).extracting(Helm::toString).containsExactly("Helm 4.2.0");
    assertThat(installation.missing())
        .contains(
            "there is no Helm 3, no definition of PodMonitor and PrometheusRule.",
            "Go build: no go (or no bash) on the PATH",
            "Install Go");
  }

  @Test
  void a_build_that_fails_is_named() throws IOException {
    Files.writeString(folder.resolve("build/build.sh"), "exit 3");
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");

    assertThat(install().missing())
        .contains("Go build: exit code 3, see " + folder.resolve("build.log"));
  }

  private Installation install() {
    return new HelmInstaller(
            environment,
            folder.resolve("build"),
            folder.resolve("build.log"),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8))
        .install();
  }

  private void program(String name, String commands) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}

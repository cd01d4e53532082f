package dev.jobreflector.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a release, as .ci/release/files makes them of this build. */
@WithHelm
class ReleaseFilesIT {

  private static final String IMAGE = "registry.example.com/job-reflector";
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  private final Helm helm;

  ReleaseFilesIT(Helm helm) {
    this.helm = helm;
  }

  @Test
  void chart_and_manifests_have_the_image_by_its_digest(@TempDir Path folder) throws Exception {
    ProcessBuilder files =
        new ProcessBuilder(".ci/release/files", IMAGE, DIGEST, folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    files.environment().put("HELM", helm.program().toString());
    assertThat(files.start().waitFor()).isZero();

    String version = projectVersion();
    assertThat(names(folder))
        .containsExactlyInAnyOrder(
            "SHA256SUMS",
            "iam-policy.json",
            "install.yaml",
            "job-reflector-" + version + ".tgz",
            "optimizationjobs.sagemaker.jobreflector.dev.yaml",
            "sagemaker-job-reflector-" + version + ".cdx.json",
            "sagemaker-job-reflector-" + version + ".jar");
    Path chart = folder.resolve("job-reflector-" + version + ".tgz");
    assertThat(imageOf(helm.templateOf(chart, List.of()).succeeded()))
        .isEqualTo(imageOf(Files.readString(folder.resolve("install.yaml"))))
        .isEqualTo(IMAGE + "@" + DIGEST);
  }

  private static String imageOf(String manifests) {
    return Rendered.of(manifests).operator().getImage();
  }

  private static String projectVersion() throws IOException, InterruptedException {
    Process version = new ProcessBuilder(".ci/release/version").start();
    String printed = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(version.waitFor()).isZero();
    return printed.strip();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

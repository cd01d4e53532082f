package dev.jobreflector.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the API-server binaries come from, with a build that makes empty files. */
class ApiServerInstallerTest {

  private static final String PLATFORM =
      "-" + new OSInfo().getOSName() + "-" + new OSInfo().getOSArch();

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private HttpServer noDownload;

  @BeforeEach
  void aMachineWithGoAndWithoutDownload() throws IOException {
    noDownload = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    noDownload.start();
    Files.createDirectories(folder.resolve("build"));
    Files.writeString(folder.resolve("build/go.mod"), "\tk8s.io/kubernetes v1.36.3 // indirect\n");
    buildScript(
        """
        target=$KUBE_API_TEST_DIR/k8s/1.36.3%s
        mkdir -p $target
        echo "go: downloading something"
        echo "building it"
        touch $target/etcd $target/kube-apiserver $target/kubectl
        """
            .formatted(PLATFORM));
    Path go = Files.createFile(Files.createDirectories(folder.resolve("bin")).resolve("go"));
    assertThat(go.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", go.getParent() + ":" + System.getenv("PATH"));
    environment.put("KUBE_API_TEST_DIR", folder.resolve("home").toString());
  }

  @AfterEach
  void stop() {
    noDownload.stop(0);
  }

  @Test
  void takes_the_newest_patch_version_that_is_there() throws Exception {
    installed("1.36.2");
    installed("1.36.10");
    installed("1.37.0");

    ApiServerBinaries binaries = installer().install();

    assertThat(binaries.version()).isEqualTo("1.36.10");
    assertThat(binaries.kubectl()).exists();
    assertThat(progress.toString(UTF_8)).isEmpty();
  }

  @Test
  void takes_the_version_that_kube_api_tests_variable_asks_for() throws Exception {
    installed("1.36.3");
    installed("1.32.0");
    environment.put("KUBE_API_TEST_API_SERVER_VERSION", "1.32.*");

    assertThat(installer().install().version()).isEqualTo("1.32.0");
  }

  @Test
  void builds_where_nothing_is_there_and_nothing_can_be_downloaded() throws Exception {
    ApiServerBinaries binaries = installer().install();

    assertThat(binaries.version()).isEqualTo("1.36.3");
    assertThat(binaries.etcd()).exists();
    assertThat(binaries.kubeApiServer()).exists();
    assertThat(progress.toString(UTF_8)).isEqualToIgnoringNewLines("building it");
    assertThat(log()).content().contains("go: downloading something");
  }

  @Test
  void completes_a_folder_that_lacks_a_program() throws Exception {
    Files.delete(installed("1.36.3").resolve("kubectl"));

    assertThat(installer().install().kubectl()).exists();
  }

  @Test
  void heeds_kube_api_tests_offline_variable() throws IOException {
    environment.put("KUBE_API_TEST_OFFLINE_MODE", "true");
    buildScript("exit 1");

    assertThatThrownBy(() -> installer().install())
        .hasMessageContaining("Download: turned off by KUBE_API_TEST_OFFLINE_MODE");
  }

  @Test
  void says_what_it_tried_and_what_to_do() {
    environment.put("PATH", "/nowhere");

    assertThatThrownBy(() -> installer().install())
        .isInstanceOf(ApiServerUnavailableException.class)
        .hasMessageContainingAll(
            "home: Binaries cannot be found",
            "Download: java.io.IOException: HTTP status 404",
            "Go build: no go (or no bash) on the PATH",
            "install Go",
            environment.get("KUBE_API_TEST_DIR"));
  }

  @Test
  void says_where_the_output_of_a_failed_build_is() throws IOException {
    buildScript("echo the module proxy refused >&2; exit 3");

    assertThatThrownBy(() -> installer().install())
        .hasMessageContaining("Go build: exit code 3, see " + log());
    assertThat(log()).content().contains("the module proxy refused");
  }

  @Test
  void does_not_build_another_version_than_the_one_asked_for() {
    environment.put("KUBE_API_TEST_API_SERVER_VERSION", "1.32.*");

    assertThatThrownBy(() -> installer().install())
        .hasMessageContaining("Go build: makes 1.36.3, not 1.32.*");
  }

  private ApiServerInstaller installer() {
    return new ApiServerInstaller(
        environment,
        folder.resolve("build"),
        log(),
        new PrintStream(progress, true, UTF_8),
        URI.create("http://127.0.0.1:" + noDownload.getAddress().getPort() + "/index.yaml"));
  }

  private Path log() {
    return folder.resolve("target/build.log");
  }

  private void buildScript(String commands) throws IOException {
    Files.writeString(folder.resolve("build/build.sh"), commands);
  }

  private Path installed(String version) throws IOException {
    Path binaries = folder.resolve("home/k8s/" + version + PLATFORM);
    Files.createDirectories(binaries);
    for (String program : List.of("etcd", "kube-apiserver", "kubectl")) {
      Files.createFile(binaries.resolve(program));
    }
    return binaries;
  }
}

package dev.jobreflector.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * An image that was built: its configuration, its files, and containers of it that are as
 * restricted as Kubernetes makes them ("restricted" Pod security, read-only root file system).
 */
final class BuiltImage {

  /** The system property with the folder of the image's files. */
  static final String FILES = "jobreflector.image.files";

  /** The system property with the file of what {@code buildah inspect} says of the image. */
  static final String CONFIGURATION = "jobreflector.image.configuration";

  /** The same of an image that was built after a change of the operator's code. */
  static final String CHANGED_CONFIGURATION = "jobreflector.image.changed-configuration";

  /** Where containers have their kubeconfig. */
  static final String KUBECONFIG = "/run/kubeconfig";

  private static final long MEMORY = 256L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path files;
  private final JsonNode image;

  private BuiltImage(Path files, JsonNode image) {
    this.files = files;
    this.image = image;
  }

  /** The image that system properties name. */
  static BuiltImage named() {
    return new BuiltImage(Path.of(System.getProperty(FILES)), read(CONFIGURATION));
  }

  /** Where its files are. */
  Path files() {
    return files;
  }

  /** What it says of how to run it. */
  JsonNode configuration() {
    return image.path("config");
  }

  /** The command that it runs. */
  List<String> entrypoint() {
    return texts(configuration().path("Entrypoint"));
  }

  /** The digests of its layers, the lowest first. */
  List<String> layers() {
    return texts(image.at("/rootfs/diff_ids"));
  }

  /** The digests of the layers of the image with changed code. */
  static List<String> changedLayers() {
    return texts(read(CHANGED_CONFIGURATION).at("/rootfs/diff_ids"));
  }

  /**
   * The command of a container of this image: it has this machine's network, a {@code /tmp} and a
   * kubeconfig as {@link #KUBECONFIG}.
   *
   * @param bundle an empty folder, for the container's description and these files
   * @param arguments the command in the container
   * @param environment added to the image's
   */
  List<String> container(
      Path bundle, Path kubeconfig, List<String> arguments, Map<String, String> environment) {
    try {
      Path temporary = Files.createDirectory(temporaryOf(bundle));
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
      Path readable = Files.copy(kubeconfig, bundle.resolve("kubeconfig"));
      File description = bundle.resolve("config.json").toFile();
      JSON.writeValue(description, description(arguments, environment, readable, temporary));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("runc", "run", "--bundle", bundle.toString(), idOf(bundle));
  }

  /** Where a container's {@code /tmp} is on this machine. */
  static Path temporaryOf(Path bundle) {
    return bundle.resolve("tmp");
  }

  /** Ends a container whose command was killed, with all that runs in it. */
  static void delete(Path bundle) throws IOException, InterruptedException {
    new ProcessBuilder("runc", "delete", "--force", idOf(bundle)).start().waitFor();
  }

  private static String idOf(Path bundle) {
    return "job-reflector-" + bundle.getFileName();
  }

  // https://github.com/opencontainers/runtime-spec/blob/main/config.md
  private Map<String, Object> description(
      List<String> arguments, Map<String, String> environment, Path kubeconfig, Path temporary) {
    List<String> variables = new ArrayList<>(texts(configuration().path("Env")));
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    String[] user = configuration().path("User").asText().split(":", 2);
    return Map.of(
        "ociVersion",
        "1.0.2",
        "root",
        Map.of("path", files.toString(), "readonly", true),
        "process",
        Map.of(
            "args",
            arguments,
            "env",
            variables,
            "cwd",
            "/",
            "user",
            Map.of("uid", Integer.valueOf(user[0]), "gid", Integer.valueOf(user[1])),
            "capabilities",
            Map.of("bounding", List.of(), "effective", List.of(), "permitted", List.of()),
            "noNewPrivileges",
            true),
        "mounts",
        List.of(
            mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
            mount("/dev", "tmpfs", "tmpfs", "nosuid", "mode=755"),
            mount("/tmp", "bind", temporary.toString(), "bind", "rw"),
            mount(KUBECONFIG, "bind", kubeconfig.toString(), "bind", "ro")),
        "linux",
        Map.of(
            "resources",
            Map.of("memory", Map.of("limit", MEMORY)),
            "namespaces",
            List.of(
                Map.of("type", "pid"),
                Map.of("type", "ipc"),
                Map.of("type", "uts"),
                Map.of("type", "mount"))));
  }

  private static Map<String, Object> mount(
      String destination, String type, String source, String... options) {
    return Map.of(
        "destination", destination, "type", type, "source", source, "options", List.of(options));
  }

  private static JsonNode read(String property) {
    try {
      return JSON.readTree(new File(System.getProperty(property))).path("OCIv1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}

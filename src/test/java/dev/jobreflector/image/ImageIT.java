package dev.jobreflector.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.SageMakerSimulator;
import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The image, run by runc. .ci/image/run builds it and runs this. */
@EnabledIfSystemProperty(
    named = BuiltImage.FILES,
    matches = ".+",
    disabledReason = "The image is built and tested by .ci/image/run, as root on Debian.")
@ExtendWith(RealApiServerExtension.class)
class ImageIT {

  private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);
  private static final String PLACE = "opt/job-reflector";

  private final BuiltImage image = BuiltImage.named();
  private Path bundle = Path.of("");

  @BeforeEach
  void makeBundle() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "image-it").toAbsolutePath());
    bundle = Files.createTempDirectory(folder, "");
  }

  @AfterEach
  void deleteContainer() throws IOException, InterruptedException {
    BuiltImage.delete(bundle);
  }

  @Test
  void its_entrypoint_reflects_a_job_in_a_restricted_container_and_stops_on_SIGTERM_in_time(
      RealApiServer server, Namespace namespace) throws IOException {
    server.applyCrd();
    String name = namespace.getMetadata().getName();
    OptimizationJob resource = SampleJobs.named("job");
    resource.getMetadata().setNamespace(name);
    server.client().resource(resource).create();
    try (SageMakerSimulator sageMaker = SageMakerSimulator.start()) {
      sageMaker.jobs().create("job", JobPlan.defaults());
      try (OperatorProcess operator = OperatorProcess.start(operator(server, name, sageMaker))) {
        await("the job's end is shown")
            .atMost(Duration.ofSeconds(60))
            .until(() -> isShown(server, name, "COMPLETED"));
        assertThat(operator.get("/readyz")).isEqualTo("ok\n");

        long begin = System.nanoTime();
        assertThat(operator.stop()).as(operator.log()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(STOPS_WITHIN);
        assertThat(operator.log()).contains("released").contains("Stopped");
      }
    }
    assertThat(BuiltImage.temporaryOf(bundle)).as("/tmp").isEmptyDirectory();
  }

  @Test
  void its_AOT_cache_fits_its_JVM_its_jars_and_its_options(RealApiServer server)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(image.entrypoint());
    command.add(1, "-XX:AOTMode=on");
    command.add("--version");

    Process process =
        new ProcessBuilder(image.container(bundle, server.kubeconfig(), command, Map.of()))
            .redirectErrorStream(true)
            .start();

    assertThat(process.inputReader().lines()).containsExactly("job-reflector " + label("version"));
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void it_says_who_runs_it_what_it_runs_and_where_it_is_from() {
    assertThat(image.configuration().path("User").asText()).isEqualTo("65532:65532");
    assertThat(image.entrypoint().get(0)).as("no shell").isEqualTo("java");
    assertThat(image.configuration().path("ExposedPorts").has("8080/tcp")).isTrue();
    assertThat(label("title")).isEqualTo("Job Reflector for SageMaker");
    assertThat(label("description")).isNotEmpty();
    assertThat(label("licenses")).isEqualTo("Apache-2.0");
    assertThat(label("version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(label("revision")).matches("[0-9a-f]{40}");
    assertThat(label("source")).startsWith("https://");
  }

  @Test
  void it_has_the_operator_its_dependencies_and_nothing_of_the_tests() throws IOException {
    Path place = image.files().resolve(PLACE);

    try (Stream<Path> files = Files.list(place)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "lib", "sagemaker-job-reflector.jar", "java.options", "operator.aot");
    }
    try (JarFile operator = new JarFile(place.resolve("sagemaker-job-reflector.jar").toFile())) {
      assertThat(operator.stream().map(Object::toString).filter(ImageIT::isNamedClass))
          .contains("dev/jobreflector/JobReflector.class")
          .containsExactlyInAnyOrderElementsOf(classesOfTheBuild());
    }
    try (Stream<Path> jars = Files.list(place.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .hasSizeGreaterThan(50)
          .noneMatch(jar -> jar.matches("(junit|assertj|awaitility|kubernetes-server-mock).*"));
    }
    assertThat(image.files().resolve("training")).doesNotExist();
  }

  @Test
  void a_change_of_the_code_replaces_the_operators_own_layer_and_the_AOT_cache_alone() {
    List<String> layers = image.layers();
    List<String> changed = BuiltImage.changedLayers();
    int own = layers.size() - 2;

    assertThat(changed).hasSameSizeAs(layers);
    assertThat(changed.subList(0, own)).isEqualTo(layers.subList(0, own));
    assertThat(changed.subList(own, layers.size()))
        .doesNotContainAnyElementsOf(layers.subList(own, layers.size()));
  }

  private OperatorProcess.Command operator(
      RealApiServer server, String namespace, SageMakerSimulator sageMaker) {
    OperatorProcess.Command wanted =
        OperatorProcess.Command.of("image", server.kubeconfig(), namespace, sageMaker.endpoint());
    List<String> command = new ArrayList<>(image.entrypoint());
    command.addAll(wanted.flags());
    Map<String, String> environment = new TreeMap<>(wanted.operatorEnvironment());
    environment.put("KUBECONFIG", BuiltImage.KUBECONFIG);
    List<String> container = image.container(bundle, server.kubeconfig(), command, environment);
    return new OperatorProcess.Command(
        wanted.name(), wanted.kubeconfig(), List.of(), Map.of(), container);
  }

  private static boolean isShown(RealApiServer server, String namespace, String status) {
    var shown =
        server
            .client()
            .resources(OptimizationJob.class)
            .inNamespace(namespace)
            .withName("job")
            .get()
            .getStatus();
    return shown.description() != null
        && status.equals(shown.description().optimizationJobStatus());
  }

  private static List<String> classesOfTheBuild() throws IOException {
    Path classes = Path.of("target", "classes");
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(ImageIT::isNamedClass)
          .toList();
    }
  }

  // The image is built by another compiler, which may make other classes without a name.
  private static boolean isNamedClass(String file) {
    return file.endsWith(".class") && !file.matches(".*\\$\\d+\\.class");
  }

  private String label(String name) {
    return image.configuration().path("Labels").path("org.opencontainers.image." + name).asText();
  }
}

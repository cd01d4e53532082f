package dev.jobreflector.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The bill of materials (CycloneDX) that the build writes; its schema is checked by the plugin. */
class SbomIT {

  private static final File JAR =
      new File(System.getProperty("jobreflector.jar", "target/sagemaker-job-reflector.jar"));

  private static final Pattern KOTLIN_MODULE = Pattern.compile("(okhttp|okio)-[0-9.]+\\.jar");

  private final JsonNode sbom;

  SbomIT() throws IOException {
    sbom =
        new ObjectMapper()
            .readTree(new File(JAR.getParentFile(), "sagemaker-job-reflector.cdx.json"));
  }

  @Test
  void lists_every_jar_that_is_part_of_the_operators_jar_and_no_other() {
    Set<String> inTheJar = classes(JAR);

    List<String> expected =
        jarsOfTheClassPath().filter(jar -> isPart(jar, inTheJar)).map(File::getName).toList();

    // Kotlin's modules are jars without a class that name the one for the JVM; by their names
    // vulnerabilities are told.
    List<String> withoutClasses =
        jarsOfTheClassPath()
            .filter(jar -> KOTLIN_MODULE.matcher(jar.getName()).matches() && classes(jar).isEmpty())
            .map(File::getName)
            .toList();

    assertThat(expected).hasSizeGreaterThan(50);
    assertThat(components().map(SbomIT::fileName).filter(name -> !withoutClasses.contains(name)))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void names_the_operator_and_for_each_component_a_package_url_a_hash_and_a_licence() {
    assertThat(sbom.at("/metadata/component/purl").asText())
        .startsWith("pkg:maven/dev.jobreflector/sagemaker-job-reflector@");
    assertThat(components())
        .allSatisfy(
            component -> {
              assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
              assertThat(component.path("hashes").findValuesAsText("alg")).contains("SHA-256");
              assertThat(component.path("licenses")).as("%s", component.path("purl")).isNotEmpty();
            });
  }

  private Stream<JsonNode> components() {
    return StreamSupport.stream(sbom.path("components").spliterator(), false);
  }

  private static String fileName(JsonNode component) {
    return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
  }

  // The tests' class path has the operator's dependencies, and those of the tests themselves.
  private static Stream<File> jarsOfTheClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .map(Path::toFile)
        .filter(file -> file.getName().endsWith(".jar"))
        .filter(file -> !file.getName().equals(JAR.getName()));
  }

  private static boolean isPart(File jar, Set<String> inTheJar) {
    return classes(jar).stream().anyMatch(inTheJar::contains);
  }

  private static Set<String> classes(File jar) {
    try (JarFile file = new JarFile(jar)) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

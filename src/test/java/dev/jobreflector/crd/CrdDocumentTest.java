package dev.jobreflector.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.SelectableField;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the CustomResourceDefinition promises, and that the committed one is the generated one. */
class CrdDocumentTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final CustomResourceDefinition crd = CrdDocument.definition();
  private final CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
  private final JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
  private final JSONSchemaProps spec = root.getProperties().get("spec");
  private final JSONSchemaProps status = root.getProperties().get("status");

  @Test
  void committed_document_is_the_generated_one() throws IOException {
    String generated = CrdDocument.yaml();
    write(Path.of("target").resolve(CrdDocument.COMMITTED), generated);
    if (System.getProperty("crd.update") != null) {
      write(CrdDocument.COMMITTED, generated);
    }

    assertThat(Files.exists(CrdDocument.COMMITTED) ? Files.readString(CrdDocument.COMMITTED) : "")
        .as("%s is stale; update it with: %s", CrdDocument.COMMITTED, CrdDocument.UPDATE_COMMAND)
        .isEqualTo(generated);
  }

  @Test
  void readers_of_yaml_1_1_find_text_where_text_is_meant() {
    Object yaml11 = new Yaml().load(CrdDocument.yaml());
    JsonNode meant = tree(JSON.asJson(crd));

    assertThat(texts(tree(JSON.asJson(yaml11)))).isEqualTo(texts(meant));
  }

  @Test
  void names_are_those_of_the_contract() {
    assertThat(crd.getMetadata().getName())
        .isEqualTo("optimizationjobs.sagemaker.jobreflector.dev");
    assertThat(crd.getSpec().getScope()).isEqualTo("Namespaced");
    assertThat(crd.getSpec().getNames().getShortNames()).containsExactly("smoj");
    assertThat(crd.getSpec().getNames().getCategories()).containsExactly("sagemaker");
    assertThat(crd.getSpec().getVersions()).hasSize(1);
    assertThat(version.getName()).isEqualTo("v1alpha1");
    assertThat(version.getServed()).isTrue();
    assertThat(version.getStorage()).isTrue();
    assertThat(version.getSubresources().getStatus()).isNotNull();
  }

  @Test
  void columns_stand_in_the_order_of_the_contract() {
    assertThat(version.getAdditionalPrinterColumns())
        .extracting(
            column -> column.getName() + " " + column.getPriority() + " " + column.getType())
        .containsExactly(
            "Status null string",
            "Ready null string",
            "Instance null string",
            "Started null date",
            "Ended null date",
            "Age null date",
            "Reason 1 string",
            "Image 1 string",
            "Region 1 string",
            "Job 1 string",
            "Message 1 string");
  }

  @Test
  void selectable_fields_are_those_of_the_contract() {
    assertThat(version.getSelectableFields())
        .extracting(SelectableField::getJsonPath)
        .containsExactlyInAnyOrder(
            ".status.optimizationJobStatus",
            ".status.optimizationJobName",
            ".status.region",
            ".status.accountId");
  }

  @Test
  void spec_defaults_to_nothing_and_status_to_pending() {
    assertThat(spec.getDefault()).isEqualTo(tree("{}"));
    assertThat(status.getDefault().get("observedGeneration").asInt()).isEqualTo(-1);
    assertThat(JSON.convertValue(status.getDefault(), OptimizationJobStatus.class))
        .isEqualTo(OptimizationJobStatus.PENDING);
    assertThat(status.getDefault().get("conditions"))
        .extracting(c -> c.get("type").asText() + " " + c.get("status").asText())
        .containsExactly("Ready Unknown", "Finished False");
    assertThat(status.getDefault().get("conditions"))
        .allSatisfy(
            condition -> {
              assertThat(condition.get("reason").asText()).isEqualTo("Pending");
              assertThat(condition.get("lastTransitionTime").asText())
                  .isEqualTo("1970-01-01T00:00:00Z");
            });
  }

  @Test
  void conditions_are_a_map_by_type_and_other_lists_are_replaced_whole() {
    JSONSchemaProps conditions = status.getProperties().get("conditions");
    assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
    assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");

    Map<String, JSONSchemaProps> lists = new LinkedHashMap<>(fields());
    lists.values().removeIf(field -> !"array".equals(field.getType()));
    assertThat(lists)
        .containsOnlyKeys(
            ".status.conditions",
            ".status.optimizationConfigs",
            ".status.trainingPlanArns",
            ".status.transitions",
            ".status.vpcConfig.securityGroupIds",
            ".status.vpcConfig.subnets");
    lists.remove(".status.conditions");
    assertThat(lists.values())
        .extracting(JSONSchemaProps::getXKubernetesListType)
        .containsOnly("atomic");
  }

  @Test
  void every_field_has_a_description_of_one_or_a_few_sentences() {
    assertThat(root.getDescription()).isNotBlank();
    assertThat(fields())
        .allSatisfy(
            (path, field) ->
                assertThat(field.getDescription())
                    .isNotNull()
                    .endsWith(".")
                    .hasSizeBetween(10, 420));
  }

  @Test
  void every_time_has_the_format_of_a_time() {
    assertThat(fields())
        .allSatisfy(
            (path, field) ->
                assertThat("date-time".equals(field.getFormat())).isEqualTo(path.endsWith("Time")));
  }

  @Test
  void every_field_of_a_whole_resource_has_its_place() {
    JsonNode whole = tree(JSON.asJson(SampleJobs.whole("job")));

    assertThat(paths("", whole))
        .filteredOn(path -> path.startsWith(".spec") || path.startsWith(".status"))
        .filteredOn(path -> !path.contains("nvironment.") && !path.contains("unknownMembers."))
        .containsExactlyInAnyOrderElementsOf(fields().keySet());
  }

  @Test
  void no_field_that_sagemaker_fills_has_a_limit() {
    assertThat(fields())
        .allSatisfy(
            (path, field) -> {
              if (path.startsWith(".status")
                  && !path.startsWith(".status.conditions.")
                  && !path.equals(".status.lastHandledReconcileAt")) {
                assertThat(field.getMaxLength()).isNull();
                assertThat(field.getMinLength()).isNull();
                assertThat(field.getMaxItems()).isNull();
                assertThat(field.getMaximum()).isNull();
                assertThat(field.getMinimum()).isNull();
                assertThat(field.getPattern()).isNull();
                assertThat(field.getEnum()).isNullOrEmpty();
              }
            });
  }

  @Test
  void an_echoed_request_has_256_characters_at_most() {
    assertThat(status.getProperties().get("lastHandledReconcileAt").getMaxLength()).isEqualTo(256);
  }

  @Test
  void what_nobody_knows_is_preserved_in_one_place() {
    JSONSchemaProps unknown = status.getProperties().get("unknownMembers");
    assertThat(unknown.getType()).isEqualTo("object");
    assertThat(unknown.getXKubernetesPreserveUnknownFields()).isTrue();
    assertThat(unknown.getAdditionalProperties()).isNull();

    assertThat(fields().values())
        .filteredOn(field -> Boolean.TRUE.equals(field.getXKubernetesPreserveUnknownFields()))
        .hasSize(1);
  }

  @Test
  void every_rule_names_its_field() {
    assertThat(root.getXKubernetesValidations())
        .extracting(ValidationRule::getFieldPath)
        .containsExactly(".spec.optimizationJobName");
    assertThat(spec.getXKubernetesValidations())
        .extracting(ValidationRule::getFieldPath)
        .containsExactly(".optimizationJobName", ".region");
    assertThat(spec.getProperties().get("optimizationJobName").getXKubernetesValidations())
        .hasSize(1);
    assertThat(spec.getProperties().get("region").getXKubernetesValidations()).hasSize(1);
  }

  /** Path to schema of every field below spec and status, them included; list items unnamed. */
  private Map<String, JSONSchemaProps> fields() {
    Map<String, JSONSchemaProps> fields = new LinkedHashMap<>();
    collect("", root, fields);
    return fields;
  }

  private static void collect(
      String path, JSONSchemaProps schema, Map<String, JSONSchemaProps> fields) {
    JSONSchemaProps object = schema.getItems() == null ? schema : schema.getItems().getSchema();
    if (object.getProperties() != null) {
      object
          .getProperties()
          .forEach(
              (name, field) -> {
                fields.put(path + "." + name, field);
                collect(path + "." + name, field, fields);
              });
    }
  }

  private static Set<String> paths(String path, JsonNode node) {
    Set<String> paths = new TreeSet<>();
    node.properties()
        .forEach(
            field -> {
              paths.add(path + "." + field.getKey());
              paths.addAll(paths(path + "." + field.getKey(), field.getValue()));
            });
    if (node.isArray()) {
      node.forEach(item -> paths.addAll(paths(path, item)));
    }
    return paths;
  }

  /** Every value that is text, in the order of the document. */
  private static List<String> texts(JsonNode node) {
    if (node.isTextual()) {
      return List.of(node.asText());
    }
    return node.valueStream().flatMap(value -> texts(value).stream()).toList();
  }

  private static JsonNode tree(String json) {
    return JSON.unmarshal(json, JsonNode.class);
  }

  private static void write(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}

package dev.jobreflector.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The CustomResourceDefinition of OptimizationJob, made from the classes of the API. Fabric8's
 * generator does most of it; what its annotations cannot say is added here.
 */
public final class CrdDocument {
  /** The committed document, from the project's root. */
  public static final Path COMMITTED =
      Path.of("crds", "optimizationjobs.sagemaker.jobreflector.dev.yaml");

  /** Writes {@link #COMMITTED} anew. */
  public static final String UPDATE_COMMAND =
      "./mvnw -B -q test -Dtest=CrdDocumentTest -Dcrd.update";

  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private CrdDocument() {}

  /** The definition as the API server takes it. */
  public static CustomResourceDefinition definition() {
    return JSON.unmarshal(yaml(), CustomResourceDefinition.class);
  }

  /** The document's text, the same for the same classes. */
  public static String yaml() {
    Output output = new Output();
    new CRDGenerator()
        .withOutput(output)
        .withMinQuotes(true)
        .forCRDVersions("v1")
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
                finish((CustomResourceDefinition) crd);
                return crd;
              }
            })
        .customResourceClasses(OptimizationJob.class)
        .generate();
    String generated = output.document.toString(StandardCharsets.UTF_8);
    return "# Generated from src/main/java/dev/jobreflector/api/v1alpha1, not to be edited.\n# To"
        + " regenerate it: "
        + UPDATE_COMMAND
        + "\n"
        + generated
            .replaceFirst("\\A(#.*\n)*", "")
            // The model keeps limits as floating point numbers; all of ours are whole.
            .replaceAll("(?m)^( *(?:minimum|maximum): \\d+)\\.0$", "$1")
            // Plain, these are booleans and times to readers of YAML 1.1, kubectl among them.
            .replaceAll("(?m)(- |: )(True|False|\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z)$", "$1\"$2\"");
  }

  private static void finish(CustomResourceDefinition crd) {
    // So no upgrade of a release deletes the definition, whoever applied it; see decision 14.
    crd.getMetadata().setAnnotations(Map.of("helm.sh/resource-policy", "keep"));
    crd.getSpec().getNames().setCategories(List.of("sagemaker"));
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
    List<CustomResourceColumnDefinition> columns = version.getAdditionalPrinterColumns();
    columns.sort(inTheOrderOfTheAnnotations());
    // The API server drops a priority of 0, and a diff would show it.
    columns.stream().filter(c -> c.getPriority() == 0).forEach(c -> c.setPriority(null));

    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(
        "OptimizationJob shows one SageMaker optimization job: its state, times, settings, and"
            + " its result or failure reason. The operator only reads from AWS. Deleting the"
            + " resource deletes nothing in AWS.");

    JSONSchemaProps spec = root.getProperties().get("spec");
    spec.setDescription("The job to show and how often to poll it. Every field has a default.");
    spec.setDefault(JSON.convertValue(OptimizationJobSpec.EMPTY, JsonNode.class));

    JSONSchemaProps status = root.getProperties().get("status");
    status.setDescription(
        "The last known state of the job. The fields of SageMaker's DescribeOptimizationJob"
            + " response all come from one response. The operator adds accountId, conditions,"
            + " lastHandledReconcileAt, observedGeneration, region and transitions. Limits in the"
            + " descriptions are SageMaker's.");
    status.setDefault(JSON.convertValue(OptimizationJobStatus.PENDING, JsonNode.class));
    unwrap(status, "description");
    status.getProperties().get("observedGeneration").setFormat("int64");
    // The generator takes the values of a map for objects.
    status.getProperties().get("unknownMembers").setAdditionalProperties(null);

    // Of a record, the generator finds an annotation twice: on the field and on the accessor.
    spec.getProperties()
        .values()
        .forEach(
            field ->
                field.setXKubernetesValidations(
                    field.getXKubernetesValidations().stream().distinct().toList()));

    makeListsAtomic(root);
    JSONSchemaProps conditions = status.getProperties().get("conditions");
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    Map<String, JSONSchemaProps> condition = conditions.getItems().getSchema().getProperties();
    condition
        .get("status")
        .setEnum(Stream.of("True", "False", "Unknown").<JsonNode>map(TextNode::valueOf).toList());
    condition.get("observedGeneration").setFormat("int64");
  }

  private static Comparator<CustomResourceColumnDefinition> inTheOrderOfTheAnnotations() {
    List<String> names =
        Stream.of(OptimizationJob.class.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    return Comparator.comparingInt(column -> names.indexOf(column.getName()));
  }

  /** The generator knows nothing of Jackson's unwrapping. */
  private static void unwrap(JSONSchemaProps parent, String member) {
    JSONSchemaProps unwrapped = parent.getProperties().remove(member);
    unwrapped
        .getProperties()
        .forEach(
            (name, schema) -> {
              if (parent.getProperties().putIfAbsent(name, schema) != null) {
                throw new IllegalStateException(name + " is in " + member + " and in its parent");
              }
            });
  }

  private static void makeListsAtomic(JSONSchemaProps schema) {
    if (schema.getItems() != null) {
      schema.setXKubernetesListType("atomic");
      makeListsAtomic(schema.getItems().getSchema());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(CrdDocument::makeListsAtomic);
    }
  }

  private static final class Output extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();

    @Override
    protected ByteArrayOutputStream createStreamFor(String crdName) {
      return document;
    }
  }
}

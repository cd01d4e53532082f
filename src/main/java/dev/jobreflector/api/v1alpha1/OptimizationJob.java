package dev.jobreflector.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * A resource that reflects a SageMaker optimization job. The columns have the order in which {@code
 * kubectl get} shows them. Columns of priority 1 need {@code -o wide}.
 */
@Group(OptimizationJob.GROUP)
@Version(OptimizationJob.VERSION)
@Kind(OptimizationJob.KIND)
@Plural("optimizationjobs")
@Singular("optimizationjob")
@ShortNames("smoj")
@ValidationRule(
    value =
        "has(self.spec.optimizationJobName) || (size(self.metadata.name) <= 63"
            + " && self.metadata.name.matches('^[a-zA-Z0-9](-*[a-zA-Z0-9])*$'))",
    fieldPath = ".spec.optimizationJobName",
    message =
        "must be set, because metadata.name is not a valid SageMaker job name (1 to 63 letters,"
            + " digits and hyphens, beginning and ending with a letter or digit)")
@AdditionalPrinterColumn(name = "Status", jsonPath = ".status.optimizationJobStatus")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Instance", jsonPath = ".status.deploymentInstanceType")
@AdditionalPrinterColumn(
    name = "Started",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".status.optimizationStartTime")
@AdditionalPrinterColumn(
    name = "Ended",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".status.optimizationEndTime")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
@AdditionalPrinterColumn(
    name = "Reason",
    priority = 1,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
    name = "Image",
    priority = 1,
    jsonPath = ".status.optimizationOutput.recommendedInferenceImage")
@AdditionalPrinterColumn(name = "Region", priority = 1, jsonPath = ".status.region")
@AdditionalPrinterColumn(name = "Job", priority = 1, jsonPath = ".status.optimizationJobName")
@AdditionalPrinterColumn(
    name = "Message",
    priority = 1,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message")
@AdditionalSelectableField(jsonPath = ".status.optimizationJobStatus")
@AdditionalSelectableField(jsonPath = ".status.optimizationJobName")
@AdditionalSelectableField(jsonPath = ".status.region")
@AdditionalSelectableField(jsonPath = ".status.accountId")
public class OptimizationJob extends CustomResource<OptimizationJobSpec, OptimizationJobStatus>
    implements Namespaced {
  public static final String GROUP = "sagemaker.jobreflector.dev";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "OptimizationJob";

  /** The annotation that requests a poll. status.lastHandledReconcileAt repeats its value. */
  public static final String RECONCILE_REQUESTED_AT =
      "sagemaker.jobreflector.dev/reconcile-requested-at";

  @Override
  protected OptimizationJobSpec initSpec() {
    return OptimizationJobSpec.EMPTY;
  }

  @Override
  protected @Nullable OptimizationJobStatus initStatus() {
    return null;
  }
}

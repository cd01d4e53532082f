package dev.jobreflector.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A SageMaker optimization job, reflected. */
@Group(OptimizationJob.GROUP)
@Version(OptimizationJob.VERSION)
@Kind(OptimizationJob.KIND)
@Plural("optimizationjobs")
@Singular("optimizationjob")
@ShortNames("smoj")
public class OptimizationJob extends CustomResource<OptimizationJobSpec, OptimizationJobStatus>
    implements Namespaced {
  public static final String GROUP = "sagemaker.jobreflector.dev";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "OptimizationJob";

  /** Any new text here asks for a poll now; echoed in status.lastHandledReconcileAt. */
  public static final String RECONCILE_REQUESTED_AT =
      "sagemaker.jobreflector.dev/reconcile-requested-at";
}

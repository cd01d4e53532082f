package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The job that a resource names, or why the operator cannot reflect that job. */
sealed interface PollTarget {

  /** A job that the operator may poll. */
  record Job(JobKey key) implements PollTarget {}

  /**
   * The resource names no job that the operator may show. This is certain, so it is shown at once.
   *
   * @param message what is wrong, and what the user can do
   * @param key the job to poll further, since the cause may pass; null if AWS must not be called
   */
  record Misconfigured(String message, @Nullable JobKey key) implements PollTarget {}

  /** The pattern of the API for names of optimization jobs. */
  Pattern JOB_NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");

  int JOB_NAME_MAX_LENGTH = 63;

  /**
   * The job that spec names, by the operator's settings.
   *
   * @param status the status that the operator decided last, which pins the region; null if it is
   *     not known
   */
  static PollTarget of(
      OptimizationJob resource, @Nullable OptimizationJobStatus status, ReflectionPolicy policy) {
    OptimizationJobSpec spec =
        resource.getSpec() == null ? OptimizationJobSpec.EMPTY : resource.getSpec();
    String name =
        spec.optimizationJobName() == null
            ? resource.getMetadata().getName()
            : spec.optimizationJobName();
    if (name.length() > JOB_NAME_MAX_LENGTH || !JOB_NAME.matcher(name).matches()) {
      return new Misconfigured(
          name
              + " is not a valid name of an optimization job (1 to 63 letters, digits and inner"
              + " hyphens). Create a new resource with spec.optimizationJobName.",
          null);
    }
    String region = spec.region() == null ? policy.defaultRegion() : spec.region();
    String pinnedRegion = status == null ? null : status.region();
    if (pinnedRegion != null && !pinnedRegion.equals(region)) {
      return new Misconfigured(
          "This resource reflects a job in "
              + pinnedRegion
              + ", but the operator's region is now "
              + region
              + ". Run the operator in "
              + pinnedRegion
              + " again, or create a new resource.",
          null);
    }
    if (!policy.allowedRegions().contains(region)) {
      return new Misconfigured(
          "Region "
              + region
              + " is not on the operator's list of allowed regions. Add it to --allowed-regions,"
              + " or create a new resource with an allowed region.",
          null);
    }
    return new Job(new JobKey(new AccountRegion(AccountRegion.OPERATOR, region), name));
  }

  /**
   * The job that a resource names. Misconfigured if another account has answered than the one
   * shown.
   */
  static PollTarget of(ReconcileInput input, ReflectionPolicy policy) {
    OptimizationJobStatus own = input.isOwnStatusUnknown() ? null : input.status();
    return of(input.resource(), own, policy).checked(input);
  }

  /** This target. Misconfigured if another account has answered than the one shown. */
  default PollTarget checked(ReconcileInput input) {
    String otherAccount = otherAccount(input);
    if (otherAccount == null || !(this instanceof Job job)) {
      return this;
    }
    return new Misconfigured(
        "This resource reflects a job of account "
            + input.status().accountId()
            + ", but the operator's credentials now belong to account "
            + otherAccount
            + ". Give the operator credentials of account "
            + input.status().accountId()
            + ", or create a new resource.",
        job.key());
  }

  /** The account that answered, if it is not the account of the shown job; else null. */
  private static @Nullable String otherAccount(ReconcileInput input) {
    String pinned = input.isOwnStatusUnknown() ? null : input.status().accountId();
    String answering = null;
    if (input.polls().job().newest() instanceof Observation.Found found) {
      answering = found.accountId();
    } else if (input.polls().job().newest() instanceof Observation.Absent absent) {
      answering = absent.accountId();
    }
    return pinned == null || answering == null || answering.equals(pinned) ? null : answering;
  }
}

package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The job a resource names, or why it names none that may be asked for. */
sealed interface PollTarget {

  /** A job that may be polled. */
  record Job(JobKey key) implements PollTarget {}

  /**
   * What would be shown is not this resource's job; certain, so told at once.
   *
   * @param message what is wrong and what to do
   * @param key the job to go on asking for, since the cause may pass; null where AWS must not be
   *     asked
   */
  record Misconfigured(String message, @Nullable JobKey key) implements PollTarget {}

  /** The API's pattern for optimization job names. */
  Pattern JOB_NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");

  int JOB_NAME_MAX_LENGTH = 63;

  /**
   * The job that spec names, under the operator's settings.
   *
   * @param status what the operator decided last, which pins the region; null if it is not known
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
              + " cannot be the name of an optimization job (letters, digits and inner hyphens, at"
              + " most 63): set spec.optimizationJobName in a new resource.",
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
              + ": run the operator in "
              + pinnedRegion
              + " again, or make a new resource.",
          null);
    }
    if (!policy.allowedRegions().contains(region)) {
      return new Misconfigured(
          "Region "
              + region
              + " is not on the operator's list of allowed regions: add it to --allowed-regions, or"
              + " name another in a new resource.",
          null);
    }
    return new Job(new JobKey(new AccountRegion(AccountRegion.OPERATOR, region), name));
  }

  /** The job that a resource names, unless what answered for it is another account's. */
  static PollTarget of(ReconcileInput input, ReflectionPolicy policy) {
    OptimizationJobStatus own = input.isOwnStatusUnknown() ? null : input.status();
    return of(input.resource(), own, policy).checked(input);
  }

  /** This target, unless what answered for it is another account than the one shown. */
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
            + ": give the operator credentials of the first, or make a new resource.",
        job.key());
  }

  /** The account that answered, where it is not the one whose job is shown; else null. */
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

package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The job to show and how often to poll it. The API server refuses values that can never be valid.
 * The rules for immutable fields are on the whole spec: the API server skips a field's own rules
 * when the field is removed or set later.
 *
 * @param optimizationJobName the job's name in SageMaker; null means metadata.name. Immutable
 * @param region the AWS region of the job; null means the operator's. Immutable
 * @param resyncPeriodSeconds the target time between two polls of an unfinished job, in seconds;
 *     null means the operator's setting
 * @param suspend true if the operator must not poll the job; null means false
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "has(self.optimizationJobName) == has(oldSelf.optimizationJobName)"
            + " && (!has(self.optimizationJobName)"
            + " || self.optimizationJobName == oldSelf.optimizationJobName)",
    fieldPath = ".optimizationJobName",
    message =
        "immutable: it cannot be changed, removed or set later; delete this resource and create"
            + " one for the other job (nothing in AWS is touched)")
@ValidationRule(
    value =
        "has(self.region) == has(oldSelf.region)"
            + " && (!has(self.region) || self.region == oldSelf.region)",
    fieldPath = ".region",
    message =
        "immutable: it cannot be changed, removed or set later; delete this resource and create"
            + " one for the other region (nothing in AWS is touched)")
public record OptimizationJobSpec(
    @Nullable
        @Size(max = 253)
        @ValidationRule(
            value = "size(self) <= 63 && self.matches('^[a-zA-Z0-9](-*[a-zA-Z0-9])*$')",
            message =
                "not a valid SageMaker job name: use 1 to 63 letters, digits and hyphens,"
                    + " beginning and ending with a letter or digit")
        @JsonPropertyDescription(
            "The job's name in SageMaker: 1 to 63 letters, digits and hyphens. Default:"
                + " metadata.name. Set it if the job name has upper-case letters, or if"
                + " metadata.name has dots or more than 63 characters. Immutable.")
        String optimizationJobName,
    @Nullable
        @Size(max = 253)
        @ValidationRule(
            value = "size(self) <= 32 && self.matches('^[a-z]{2,}(-[a-z]+)+-[0-9]+$')",
            message = "not an AWS region: write it like us-east-1, at most 32 characters")
        @JsonPropertyDescription(
            "The job's AWS region, such as us-east-1. It must be on the operator's list of"
                + " allowed regions. Default: the operator's own region. Immutable.")
        String region,
    @Nullable
        @Min(5)
        @Max(86400)
        @JsonPropertyDescription(
            "The target time between two polls of an unfinished job, in seconds, 5 to 86400. The"
                + " time is longer if the AWS request budget is short. Default: the operator's"
                + " setting.")
        Integer resyncPeriodSeconds,
    @Nullable
        @JsonPropertyDescription(
            "If true, the operator does not poll the job, and status keeps the last known state."
                + " Default: false.")
        Boolean suspend) {

  /** A spec without any field. */
  public static final OptimizationJobSpec EMPTY = new OptimizationJobSpec(null, null, null, null);
}

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
 * Which job to show, and how often to look. The API server refuses what can never be right. The
 * rules against change stand on the whole spec, because on a field they would be skipped where it
 * is removed or set later.
 *
 * @param optimizationJobName the job's name in SageMaker; null: metadata.name. Immutable
 * @param region the AWS region of the job; null: the operator's. Immutable
 * @param resyncPeriodSeconds the wanted time between two polls of an unfinished job, in seconds;
 *     null: the operator's
 * @param suspend true: no AWS call, what is known stays; null: false
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
                "not a possible SageMaker job name: use 1 to 63 letters, digits and hyphens,"
                    + " beginning and ending with a letter or digit")
        @JsonPropertyDescription(
            "The job's name in SageMaker: 1 to 63 letters, digits and hyphens. Default:"
                + " metadata.name; to be set where that is not a possible job name (upper case,"
                + " dots, length). Immutable.")
        String optimizationJobName,
    @Nullable
        @Size(max = 253)
        @ValidationRule(
            value = "size(self) <= 32 && self.matches('^[a-z]{2,}(-[a-z]+)+-[0-9]+$')",
            message = "not an AWS region: write it like us-east-1, at most 32 characters")
        @JsonPropertyDescription(
            "The job's AWS region, like us-east-1; it must be on the operator's list of allowed"
                + " regions. Default: the operator's own region. Immutable.")
        String region,
    @Nullable
        @Min(5)
        @Max(86400)
        @JsonPropertyDescription(
            "The wanted time between two polls of an unfinished job, in seconds, 5 to 86400."
                + " Stretched where the AWS request budget is short. Default: the operator's.")
        Integer resyncPeriodSeconds,
    @Nullable
        @JsonPropertyDescription(
            "true: no AWS call is made for this resource and what is known stays. Default: false.")
        Boolean suspend) {

  /** Everything by default. */
  public static final OptimizationJobSpec EMPTY = new OptimizationJobSpec(null, null, null, null);
}

package dev.jobreflector.sagemaker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeOptimizationJobResponse;

/** Checks whether a response describes the requested job. */
final class DescribeResponseCheck {
  private static final Pattern JOB_OF_ARN = Pattern.compile("(?s)arn:.*:optimization-job/(.*)");

  private DescribeResponseCheck() {}

  /** Why a response is not SageMaker's; null if it is. The SDK itself accepts any JSON object. */
  static @Nullable String refusal(DescribeOptimizationJobResponse response, CleanResponse clean) {
    if (!clean.json().isObject()) {
      return "the body is not the description of a job";
    }
    List<String> missing = new ArrayList<>();
    addIfBlank(missing, "OptimizationJobName", response.optimizationJobName());
    addIfBlank(missing, "OptimizationJobArn", response.optimizationJobArn());
    addIfBlank(missing, "OptimizationJobStatus", response.optimizationJobStatusAsString());
    if (response.creationTime() == null && !clean.hasLeftOut("CreationTime")) {
      missing.add("CreationTime");
    }
    return missing.isEmpty() ? null : "it has no " + String.join(", ", missing);
  }

  private static void addIfBlank(List<String> missing, String member, @Nullable String text) {
    if (text == null || text.isBlank()) {
      missing.add(member);
    }
  }

  /**
   * The job that a response describes, if it is not the requested one; else null. SageMaker's ARNs
   * may contain a name in lower case.
   */
  static @Nullable String otherJob(String jobName, DescribeOptimizationJobResponse response) {
    if (!response.optimizationJobName().equalsIgnoreCase(jobName)) {
      return response.optimizationJobName();
    }
    Matcher arn = JOB_OF_ARN.matcher(response.optimizationJobArn());
    return arn.matches() && !arn.group(1).equalsIgnoreCase(jobName)
        ? response.optimizationJobArn()
        : null;
  }
}

package dev.jobreflector.simulator;

/** Where jobs live: names are unique, and calls are limited, in one account and region. */
public record AccountRegion(String accountId, String region) {

  /** The ARN of the job {@code name}, or of all jobs for {@code *}. */
  public String arn(String name) {
    return "arn:%s:sagemaker:%s:%s:optimization-job/%s"
        .formatted(partition(), region, accountId, name);
  }

  String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    if (region.startsWith("us-gov-")) {
      return "aws-us-gov";
    }
    return region.startsWith("eusc-") ? "aws-eusc" : "aws";
  }
}

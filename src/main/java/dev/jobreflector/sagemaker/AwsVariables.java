package dev.jobreflector.sagemaker;

import java.util.Map;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

/** The environment variables that the AWS SDK reads. */
public final class AwsVariables {

  private static final String PREFIX = "AWS_";

  private AwsVariables() {}

  /**
   * From now on the SDK takes those that are empty or blank for unset, as AWS's other tools do. By
   * itself it takes them for values: an endpoint, a profile or a switch that is none.
   */
  public static void unsetEmpty(Map<String, String> environment) {
    // The SDK's only way to replace a variable; a builder has settings for a few of them.
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && value.isBlank()) {
            SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride(name, null);
          }
        });
  }
}

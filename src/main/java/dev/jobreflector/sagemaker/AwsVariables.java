package dev.jobreflector.sagemaker;

import java.util.Map;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

/** The environment variables that the AWS SDK reads. */
public final class AwsVariables {

  private static final String PREFIX = "AWS_";

  private AwsVariables() {}

  /**
   * Makes the SDK treat blank variables as unset, as AWS's other tools do. Otherwise the SDK uses
   * the blank text as an endpoint, a profile or a switch.
   */
  public static void unsetEmpty(Map<String, String> environment) {
    // The SDK has no other way to replace a variable; builders have settings for only a few.
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && value.isBlank()) {
            SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride(name, null);
          }
        });
  }
}

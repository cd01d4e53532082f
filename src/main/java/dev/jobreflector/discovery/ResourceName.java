package dev.jobreflector.discovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Derives the name of a resource from its job alone, so that the same job always has the same name.
 */
public final class ResourceName {

  private static final Pattern VALID = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int LONGEST = 63;
  private static final int HASH_BYTES = 4;

  private ResourceName() {}

  /**
   * The name of the resource of a job: the job's name if a resource may have it, or else the name
   * in lower case with a hyphen and 8 hexadecimal digits that depend on account, region and job
   * name. At most 63 characters.
   *
   * <p>The digits do not come from the ARN, because SageMaker may write the name there in lower
   * case. Then {@code Job-A} and {@code JOB-A} would get the same name.
   */
  public static String of(String accountId, String region, String jobName) {
    if (VALID.matcher(jobName).matches() && jobName.length() <= LONGEST) {
      return jobName;
    }
    String hash = hash(accountId + "/" + region + "/" + jobName);
    int kept = LONGEST - 1 - hash.length();
    String lowerCase = jobName.toLowerCase(Locale.ROOT);
    return lowerCase.substring(0, Math.min(kept, lowerCase.length())) + "-" + hash;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}

package dev.jobreflector.sagemaker;

import dev.jobreflector.polling.CredentialsCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The AWS credentials of the calls: their provider and account, or why there are none. */
final class Credentials implements AutoCloseable {
  private static final int MAX_REASON_LENGTH = 500;
  private static final String WHAT_TO_DO =
      "Give the operator's ServiceAccount a role (IRSA or EKS Pod Identity), or set"
          + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE";

  /**
   * Messages of providers that are not set up. They explain nothing, and the chain has six
   * providers.
   */
  private static final Pattern NOT_SET_UP =
      Pattern.compile(
          "Access key must be specified|AWS_WEB_IDENTITY_TOKEN_FILE .* must be set"
              + "|contained no credentials for profile 'default'"
              + "|neither AWS_CONTAINER_CREDENTIALS_FULL_URI"
              + "|IMDS credentials have been disabled|Failed to load credentials from IMDS");

  private final AwsCredentialsProvider provider;
  private final boolean owned;
  private volatile @Nullable KeyedAccount learned;

  /**
   * The account of an access key, from the ARN of a job. It never changes, since a key belongs to
   * one account.
   */
  private record KeyedAccount(String accessKeyId, String accountId) {}

  /**
   * Does not call a provider.
   *
   * @param given the provider; null for the AWS default chain, which {@link #close} closes
   */
  Credentials(@Nullable AwsCredentialsProvider given) {
    this.provider = given == null ? DefaultCredentialsProvider.builder().build() : given;
    this.owned = given == null;
  }

  AwsCredentialsProvider provider() {
    return provider;
  }

  /**
   * The credentials for the next call. The providers cache them.
   *
   * @throws Missing if no provider has credentials
   */
  AwsCredentialsIdentity resolve() {
    try {
      return provider.resolveIdentity().join();
    } catch (CompletionException e) {
      throw new Missing(reason(e.getCause() == null ? e : e.getCause()), e);
    } catch (RuntimeException e) {
      throw new Missing(reason(e), e);
    }
  }

  /**
   * The account of these credentials: from their provider, else from the ARN of a job that AWS
   * returned for the same access key. Null if neither is known.
   */
  @Nullable String accountId(AwsCredentialsIdentity identity) {
    Optional<String> told = identity.accountId();
    if (told.isPresent()) {
      return told.get();
    }
    KeyedAccount known = learned;
    return known != null && known.accessKeyId().equals(identity.accessKeyId())
        ? known.accountId()
        : null;
  }

  /** Stores the account of a job that AWS returned for these credentials. */
  void learn(AwsCredentialsIdentity identity, String accountId) {
    learned = new KeyedAccount(identity.accessKeyId(), accountId);
  }

  CredentialsCheck check() {
    try {
      AwsCredentialsIdentity identity = resolve();
      String account = accountId(identity);
      return new CredentialsCheck(
          true,
          "AWS credentials come from "
              + source(identity)
              + (account == null ? "" : ", account " + account));
    } catch (Missing e) {
      return new CredentialsCheck(false, e.reason());
    }
  }

  @Override
  public void close() {
    if (owned && provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  /** The SDK names its providers by the feature codes of AWS's user agent, such as "h,k". */
  private static String source(AwsCredentialsIdentity identity) {
    return identity
        .providerName()
        .map(
            codes ->
                Arrays.stream(codes.split(",", -1))
                    .map(Credentials::source)
                    .distinct()
                    .collect(Collectors.joining(", ")))
        .orElse("a provider without a name");
  }

  private static String source(String code) {
    return switch (code) {
      case "e" -> "settings in code";
      case "f" -> "Java system properties";
      case "g" -> "environment variables";
      case "h" -> "a web identity token (IRSA)";
      case "i", "j", "k", "l", "m" -> "AWS STS";
      case "n", "o", "p", "q", "v", "AC" -> "an AWS profile";
      case "r", "s", "t", "u" -> "AWS SSO";
      case "w" -> "a credential process";
      case "z" -> "a container endpoint (EKS Pod Identity or ECS)";
      case "0" -> "the EC2 instance profile";
      default -> code;
    };
  }

  private static String reason(Throwable e) {
    String text = String.valueOf(e.getMessage());
    int start = text.indexOf(" : [");
    List<String> reasons =
        start < 0
            ? List.of(text)
            : Arrays.stream(
                    text.substring(start + 4, text.length() - 1).split(", (?=\\w+Provider\\()"))
                .filter(reason -> !NOT_SET_UP.matcher(reason).find())
                .toList();
    String found =
        reasons.isEmpty()
            ? "no provider of the AWS default chain is set up"
            : StableText.of(String.join("; ", reasons), MAX_REASON_LENGTH);
    return "No AWS credentials found: " + found + ". " + WHAT_TO_DO;
  }

  /** There are no credentials to sign a request with, so no request was sent. */
  static final class Missing extends RuntimeException {
    private final String reason;

    Missing(String reason, Throwable cause) {
      super(reason, cause);
      this.reason = reason;
    }

    /** The reason for the user, in one line. */
    String reason() {
      return reason;
    }
  }
}

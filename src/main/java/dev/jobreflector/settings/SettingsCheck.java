package dev.jobreflector.settings;

import dev.jobreflector.discovery.JobNamePatterns;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds settings that are well-formed but cannot work. */
public final class SettingsCheck {

  private static final int REGION_MAX_LENGTH = 32;
  private static final Pattern AWS_REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");

  private static final int LABEL_MAX_LENGTH = 63;
  private static final int SUBDOMAIN_MAX_LENGTH = 253;
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
  private static final Pattern DNS_SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  private static final Duration LONGEST = Duration.ofHours(24);
  private static final double MOST_REQUESTS_A_SECOND = 10_000;

  private SettingsCheck() {}

  /** The first problem, for the user; empty if there is none. */
  static Optional<String> problem(Settings settings) {
    return Stream.of(
            numbers(settings),
            duration("--resync-period", settings.resyncPeriod(), Duration.ofSeconds(1)),
            freshness(settings.freshness()),
            duration("--grace-time", settings.graceTime(), Duration.ZERO),
            duration("--retry-period", settings.retryPeriod(), Duration.ofMillis(100)),
            names(settings),
            regions(settings))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The first problem, for the user; empty if there is none. */
  static Optional<String> problem(ImportSettings settings) {
    String region = settings.region();
    String namespace = settings.namespace();
    JobNamePatterns names = settings.jobNames();
    return Stream.of(
            rate(settings.awsRate()),
            region == null ? Optional.<String>empty() : regionProblem("--region", region),
            namespace == null ? Optional.<String>empty() : namespace("--namespace", namespace),
            patterns("--job-names", names.include()),
            patterns("--exclude-job-names", names.exclude()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> patterns(String flag, List<String> patterns) {
    return patterns.stream()
        .flatMap(pattern -> JobNamePatterns.problem(pattern).stream())
        .map(problem -> flag + ": " + problem)
        .findFirst();
  }

  private static Optional<String> namespace(String flag, String namespace) {
    return is(DNS_LABEL, LABEL_MAX_LENGTH, namespace)
        ? Optional.empty()
        : Optional.of(flag + ": '" + namespace + "' is not a valid namespace name");
  }

  private static Optional<String> rate(double rate) {
    return rate > 0 && rate <= MOST_REQUESTS_A_SECOND
        ? Optional.empty()
        : Optional.of("--aws-rate must be above 0 and at most 10000, but is " + rate);
  }

  /** Settings that have no effect, one or two sentences each. */
  public static List<String> warnings(Settings settings) {
    Duration given = settings.givenResyncPeriod();
    Duration freshness = settings.freshness();
    if (given == null || freshness.isZero() || freshness.compareTo(given) >= 0) {
      return List.of();
    }
    String period = text(given);
    return List.of(
        "--resync-period=%s has no effect, because --freshness is shorter (%s). Set --freshness=%s, or"
                .formatted(period, text(freshness), period)
            + " --freshness=0s to turn list calls off.");
  }

  /**
   * A message if the region is not valid; empty if it is. {@code source} names the setting and
   * begins the message.
   */
  public static Optional<String> regionProblem(String source, String region) {
    return region.length() <= REGION_MAX_LENGTH && AWS_REGION.matcher(region).matches()
        ? Optional.empty()
        : Optional.of(source + ": '" + region + "' is not an AWS region such as us-east-1");
  }

  private static Optional<String> numbers(Settings settings) {
    Optional<String> rate = rate(settings.awsRate());
    if (rate.isPresent()) {
      return rate;
    }
    if (settings.burst() < 1) {
      return Optional.of("--aws-burst must be at least 1, but is " + settings.burst());
    }
    int port = settings.httpPort();
    return port < 0 || port > 65535
        ? Optional.of("--http-port must be from 0 to 65535, but is " + port)
        : Optional.empty();
  }

  private static Optional<String> duration(String flag, Duration given, Duration shortest) {
    if (given.compareTo(shortest) < 0) {
      return Optional.of(flag + " must be at least " + text(shortest));
    }
    return given.compareTo(LONGEST) > 0
        ? Optional.of(flag + " must be at most " + text(LONGEST))
        : Optional.empty();
  }

  private static Optional<String> freshness(Duration given) {
    return given.isZero()
        ? Optional.empty()
        : duration("--freshness", given, Duration.ofSeconds(1))
            .map(problem -> problem + ", or 0s to turn list calls off");
  }

  // Formats as users write: PT0.1S becomes 0.1s.
  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static Optional<String> names(Settings settings) {
    String leaseNamespace = settings.leaseNamespace();
    Optional<String> problem =
        Stream.concat(
                orEmpty(settings.namespaces()).stream()
                    .flatMap(namespace -> namespace("--namespaces", namespace).stream()),
                leaseNamespace == null
                    ? Stream.empty()
                    : namespace("--lease-namespace", leaseNamespace).stream())
            .findFirst();
    if (problem.isPresent()) {
      return problem;
    }
    return is(DNS_SUBDOMAIN, SUBDOMAIN_MAX_LENGTH, settings.leaseName())
        ? Optional.empty()
        : Optional.of("--lease-name: '" + settings.leaseName() + "' is not a valid lease name");
  }

  private static boolean is(Pattern pattern, int maxLength, String name) {
    return name.length() <= maxLength && pattern.matcher(name).matches();
  }

  private static Optional<String> regions(Settings settings) {
    String region = settings.region();
    return Stream.concat(
            region == null ? Stream.empty() : regionProblem("--region", region).stream(),
            orEmpty(settings.allowedRegions()).stream()
                .flatMap(allowed -> regionProblem("--allowed-regions", allowed).stream()))
        .findFirst();
  }

  private static List<String> orEmpty(@Nullable List<String> given) {
    return Objects.requireNonNullElse(given, List.of());
  }
}

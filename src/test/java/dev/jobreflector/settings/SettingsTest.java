package dev.jobreflector.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobreflector.cluster.LeaseKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

/** What users may set, and what they read where it cannot work. */
class SettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--namespaces= | --namespaces: '' is not a valid namespace name",
        "--namespaces=a,,b | --namespaces: '' is not a valid namespace name",
        "--namespaces=a,B | --namespaces: 'B' is not a valid namespace name",
        "--namespaces=a.b | --namespaces: 'a.b' is not a valid namespace name",
        "--lease-namespace= | --lease-namespace: '' is not a valid namespace name",
        "--lease-name= | --lease-name: '' is not a valid lease name",
        "--lease-name=Bad Name | --lease-name: 'Bad Name' is not a valid lease name",
        "--lease-name=-a | --lease-name: '-a' is not a valid lease name",
        "--resync-period=0.9s | --resync-period must be at least 1s",
        "--resync-period=24h1s | --resync-period must be at most 24h",
        "--resync-period=999999999999h | --resync-period must be at most 24h",
        "--grace-time=999999999999h | --grace-time must be at most 24h",
        "--grace-time=-1s | '-1s' is negative",
        "--retry-period=0.09s | --retry-period must be at least 0.1s",
        "--retry-period=25h | --retry-period must be at most 24h",
        "--resync-period=99999999999999999999h | is not a duration such as 30s, 5m or 1h",
        "--aws-rate=0 | --aws-rate must be above 0 and at most 10000, but is 0.0",
        "--aws-rate=NaN | --aws-rate must be above 0 and at most 10000, but is NaN",
        "--aws-rate=Infinity | --aws-rate must be above 0 and at most 10000, but is Infinity",
        "--aws-burst=0 | --aws-burst must be at least 1, but is 0",
        "--http-port=65536 | --http-port must be from 0 to 65535, but is 65536",
        "--region=foo bar | --region: 'foo bar' is not an AWS region such as us-east-1",
        "--allowed-regions=us-east-1,eu | --allowed-regions: 'eu' is not an AWS region",
      })
  void a_setting_that_cannot_work_is_refused_and_named(String flag, String message) {
    assertThatThrownBy(() -> parse(flag))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--namespaces=a",
        "--namespaces=team-a,team-b,0",
        "--lease-namespace=kube-system",
        "--lease-name=job-reflector.shard-1",
        "--resync-period=24h",
        "--resync-period=1s",
        "--grace-time=0s",
        "--grace-time=24h",
        "--retry-period=0.1s",
        "--aws-rate=0.05",
        "--aws-rate=10000",
        "--region=us-gov-west-1",
        "--allowed-regions=us-east-1,ap-southeast-4",
      })
  void a_setting_at_its_limit_is_taken(String flag) {
    assertThat(parse(flag)).isNotNull();
  }

  @Test
  void a_name_is_as_long_as_the_api_server_takes_it_and_no_longer() {
    parse("--namespaces=" + "a".repeat(63));
    parse("--lease-name=" + "a".repeat(253));

    assertThatThrownBy(() -> parse("--namespaces=" + "a".repeat(64)))
        .hasMessageContaining("is not a valid namespace name");
    assertThatThrownBy(() -> parse("--lease-name=" + "a".repeat(254)))
        .hasMessageContaining("is not a valid lease name");
    assertThatThrownBy(() -> parse("--region=us-" + "a".repeat(32) + "-1"))
        .hasMessageContaining("is not an AWS region");
  }

  @Test
  void an_environment_variable_is_refused_like_its_flag_and_an_empty_one_is_not_set() {
    assertThatThrownBy(() -> parse(Map.of("JOBREFLECTOR_LEASE_NAME", "Bad Name")))
        .hasMessageContaining("--lease-name: 'Bad Name'");

    Settings settings =
        parse(Map.of("JOBREFLECTOR_LEASE_NAME", "", "JOBREFLECTOR_NAMESPACES", " "));
    assertThat(settings.leaseName()).isEqualTo("job-reflector");
    assertThat(settings.namespaces()).isNull();
  }

  @Test
  void a_flag_wins_over_its_environment_variable() {
    Settings settings = parse(Map.of("JOBREFLECTOR_RESYNC_PERIOD", "5m"), "--resync-period=1h30m");

    assertThat(settings.resyncPeriod()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void resync_period_that_is_not_set_is_no_shorter_than_the_freshness_wanted() {
    assertThat(parse().resyncPeriod()).isEqualTo(Duration.ofSeconds(30));
    assertThat(parse("--freshness=2m").resyncPeriod()).isEqualTo(Duration.ofMinutes(2));
    assertThat(parse("--freshness=2m", "--resync-period=30s").resyncPeriod())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "--resync-period=5m, --resync-period=5m has no effect, 10s",
    "--resync-period=11s, --resync-period=11s has no effect, 10s",
    "--resync-period=1h30m --freshness=1h, --resync-period=1h30m has no effect, 1h",
  })
  void a_resync_period_above_the_freshness_is_warned_of(
      String flags, String message, String freshness) {
    assertThat(SettingsCheck.warnings(parse(flags.split(" "))))
        .singleElement()
        .asString()
        .startsWith(message + ", because --freshness is shorter (" + freshness + "). Set ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--freshness=10s",
        "--freshness=2m",
        "--resync-period=10s",
        "--resync-period=1s",
        "--resync-period=5m --freshness=0s",
        "--resync-period=5m --freshness=6m",
      })
  void a_resync_period_that_counts_is_not_warned_of(String flags) {
    assertThat(SettingsCheck.warnings(parse(flags.split(" ")))).isEmpty();
  }

  @Test
  void a_resync_period_of_the_environment_is_warned_of_too() {
    assertThat(SettingsCheck.warnings(parse(Map.of("JOBREFLECTOR_RESYNC_PERIOD", "60s"))))
        .hasSize(1);
  }

  @Test
  void the_lease_is_in_the_operators_own_namespace_where_no_other_is_given() {
    assertThat(parse().lease("own")).isEqualTo(new LeaseKey("own", "job-reflector"));
    assertThat(parse().lease(null)).isEqualTo(new LeaseKey("default", "job-reflector"));
    assertThat(parse("--lease-namespace=other", "--lease-name=a").lease("own"))
        .isEqualTo(new LeaseKey("other", "a"));
  }

  private static Settings parse(String... flags) {
    return parse(Map.of(), flags);
  }

  private static Settings parse(Map<String, String> environment, String... flags) {
    return (Settings) SettingsParser.parse(SettingsParser.parser(environment), flags);
  }
}

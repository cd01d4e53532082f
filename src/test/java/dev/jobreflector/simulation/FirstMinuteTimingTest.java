package dev.jobreflector.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.simulation.VirtualSageMaker.ListMood;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When a new resource whose polls fail says so, with the default settings. */
class FirstMinuteTimingTest {

  private static final Duration STEP = Duration.ofMillis(100);

  static Stream<Arguments> failuresOfTheJob() {
    return Stream.of(
        arguments("JobNotFound", failing(at -> new Observation.Absent(null, at))),
        arguments("AccessDenied", failing(at -> new Observation.Denied("Not allowed.", at))),
        arguments("InvalidConfiguration", failing(at -> new Observation.Misconfigured("No.", at))));
  }

  static Stream<Arguments> failures() {
    return Stream.concat(
        failuresOfTheJob(),
        Stream.of(
            arguments("Throttled", failing(at -> new Observation.Throttled("Too many.", at))),
            arguments("Unavailable", failing(at -> new Observation.Unavailable("No answer.", at))),
            arguments(
                "Unavailable", failing(at -> new Observation.CredentialsRefused("Expired.", at)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void the_first_failed_poll_shows_within_a_second(
      String reason, Function<Instant, Observation> failure) {
    Account account = new Account(failure);

    account.operator.apply("llama");

    assertThat(account.secondsUntil("Ready", "Unknown/" + reason)).isLessThan(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failuresOfTheJob")
  void a_failure_of_the_job_shows_as_the_grace_time_ends(
      String reason, Function<Instant, Observation> failure) {
    Account account = new Account(failure);

    account.operator.apply("llama");

    assertThat(account.secondsUntil("Ready", "False/" + reason)).isBetween(60.0, 63.0);
    assertThat(account.shown("Synced")).isEqualTo("False/" + reason);
    assertThat(account.operator.writes()).isEqualTo(2);
    assertThat(account.operator.events()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failuresOfTheJob")
  void it_does_so_beside_jobs_that_are_followed(
      String reason, Function<Instant, Observation> failure) {
    Account account = new Account(null);
    account.running(300, "other", Duration.ofHours(1));
    account.settle();

    account.sageMaker.describesFail(failure);
    account.operator.apply("llama");

    assertThat(account.secondsUntil("Ready", "False/" + reason)).isLessThan(75);
  }

  @Test
  void an_outage_shows_as_the_grace_time_ends() {
    Account account = new Account(failing(at -> new Observation.Unavailable("No answer.", at)));
    account.sageMaker.lists(ListMood.UNAVAILABLE);

    account.operator.apply("llama");

    assertThat(account.secondsUntil("Synced", "False/Unavailable")).isBetween(60.0, 75.0);
    assertThat(account.shown("Ready")).isEqualTo("Unknown/Unavailable");
    assertThat(account.operator.writes()).isEqualTo(2);
  }

  @Test
  void of_a_thousand_new_resources_only_those_that_were_polled_are_written_in_the_grace_time() {
    for (ListMood lists : List.of(ListMood.UNAVAILABLE, ListMood.THROTTLED)) {
      Account account =
          new Account(
              failing(
                  at ->
                      lists == ListMood.THROTTLED
                          ? new Observation.Throttled("Too many.", at)
                          : new Observation.Unavailable("No answer.", at)));
      account.sageMaker.lists(lists);
      IntStream.range(0, 1_000).forEach(i -> account.operator.apply("new-" + i));

      account.time.pass(Duration.ofSeconds(55));

      assertThat(account.operator.writes())
          .isPositive()
          .isLessThanOrEqualTo(account.operator.calls().calls().size())
          .isLessThan(40);
    }
  }

  private static Function<Instant, Observation> failing(Function<Instant, Observation> failure) {
    return failure;
  }

  /** An account and region whose operator has the default settings. */
  private static final class Account extends VirtualAccount {

    Account(@Nullable Function<Instant, Observation> failure) {
      super(1);
      if (failure != null) {
        sageMaker.describesFail(failure);
      }
    }

    double secondsUntil(String type, String statusAndReason) {
      Instant begin = time.now();
      while (!shown(type).equals(statusAndReason)
          && time.now().isBefore(begin.plus(Duration.ofMinutes(5)))) {
        time.pass(STEP);
      }
      assertThat(shown(type)).isEqualTo(statusAndReason);
      return Duration.between(begin, time.now()).toMillis() / 1000.0;
    }

    String shown(String type) {
      return operator.resource("llama").getStatus().conditions().stream()
          .filter(condition -> condition.type().equals(type))
          .map(condition -> condition.status() + "/" + condition.reason())
          .findFirst()
          .orElse("-");
    }
  }
}

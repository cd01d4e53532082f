package dev.jobreflector.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  /** 100,000 jobs that have ended and 500 that run. */
  private static final JobStore MANY = many();

  private final SettableClock clock = SettableClock.at(NOW);
  private final Plans plans = new Plans();
  private final JobStore jobs =
      new JobStore(new AccountRegion("123456789012", "us-east-1"), clock, plans);

  static Stream<Arguments> pages() {
    return Stream.of(
        arguments(list(), 100, 101),
        arguments(list().put("SortOrder", "Descending"), 100, 101),
        arguments(list().put("SortBy", "Name"), 100, 101),
        arguments(list().put("CreationTimeAfter", NOW.getEpochSecond() - 3610), 100, 101),
        arguments(list().put("CreationTimeAfter", NOW.getEpochSecond() + 1), 0, 0),
        arguments(list().put("StatusEquals", "INPROGRESS"), 100, 101),
        arguments(list().put("StatusEquals", "STOPPING"), 0, 500),
        // One of twenty jobs failed.
        arguments(list().put("StatusEquals", "FAILED"), 100, 101 * 20));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void a_page_costs_what_it_shows_not_what_there_is(ObjectNode request, int shown, int examined) {
    JobIndex.Page page = MANY.page(ListQuery.of(request), NOW);
    assertThat(page.jobs()).hasSize(shown);
    assertThat(page.examined()).isLessThanOrEqualTo(examined);
  }

  @Test
  void a_full_walk_by_pages_sees_every_job_once() {
    jobs.putAll(Scenarios.finished(clock, "seed-", 1_234));
    for (String order : List.of("Ascending", "Descending")) {
      for (String sort : List.of("Name", "CreationTime", "Status")) {
        ObjectNode request = list().put("SortBy", sort).put("SortOrder", order);
        JobIndex.Page page = page(request);
        long seen = page.jobs().size();
        while (page.next() != null) {
          page = page(request.put("NextToken", page.next().text()));
          seen += page.jobs().size();
        }
        assertThat(seen).as(sort + " " + order).isEqualTo(1_234);
      }
    }
  }

  @Test
  void a_job_leaves_the_list_of_unfinished_ones_when_its_time_has_come() {
    jobs.create("job", JobPlan.defaults());
    ObjectNode running = list().put("StatusEquals", "INPROGRESS");
    assertThat(page(running).jobs()).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(page(running).jobs()).hasSize(1);
    clock.advance(Duration.ofSeconds(5));
    assertThat(page(running).jobs()).isEmpty();
    jobs.transition("job", JobStatus.INPROGRESS);
    assertThat(page(running).jobs()).hasSize(1);
  }

  @Test
  void seeded_jobs_have_all_final_states() {
    jobs.putAll(Scenarios.finished(clock, "seed-", 40));
    assertThat(jobs.all())
        .extracting(job -> job.at(clock.instant()).status())
        .contains("COMPLETED", "FAILED", "STOPPED")
        .allMatch(JobStatus::isFinal);
  }

  @Test
  void the_examples_end_in_every_final_state() {
    jobs.putAll(Scenarios.examples(clock, JobPlan.defaults()));
    clock.advance(Duration.ofMinutes(1));
    assertThat(jobs.all())
        .extracting(job -> job.name() + " " + job.at(clock.instant()).status())
        .containsExactly(
            "Mistral-7B-inf2 COMPLETED",
            "falcon-40b-fp8 FAILED",
            "llama-3-70b-eagle COMPLETED",
            "llama-3-8b-int4 COMPLETED",
            "mixtral-8x7b-awq STOPPED");
  }

  private static JobStore many() {
    SettableClock clock = SettableClock.at(NOW);
    JobStore jobs = new JobStore(new AccountRegion("1", "us-east-1"), clock, new Plans());
    jobs.putAll(Scenarios.finished(clock, "seed-", 100_000));
    jobs.putAll(Scenarios.running(clock, "running-", 500));
    return jobs;
  }

  private JobIndex.Page page(ObjectNode request) {
    RequestRules.checkList(request);
    return jobs.page(ListQuery.of(request), clock.instant());
  }

  private static ObjectNode list() {
    return WireJson.MAPPER.createObjectNode().put("MaxResults", 100);
  }
}

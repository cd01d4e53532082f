package dev.jobreflector.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  private final SettableClock clock = SettableClock.at(NOW);
  private final Plans plans = new Plans();
  private final JobStore jobs =
      new JobStore(new AccountRegion("123456789012", "us-east-1"), clock, plans);

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
  void the_examples_end_as_their_names_say() {
    jobs.putAll(Scenarios.examples(clock, JobPlan.defaults()));
    clock.advance(Duration.ofMinutes(1));
    assertThat(jobs.all())
        .extracting(job -> job.name() + " " + job.at(clock.instant()).status())
        .containsExactly(
            "llama-3-8b-compiled COMPLETED",
            "llama-3-8b-quantized COMPLETED",
            "llama-3-8b-speculative COMPLETED",
            "mistral-7b-fails FAILED",
            "mistral-7b-stopped STOPPED");
  }

  private JobIndex.Page page(ObjectNode request) {
    RequestRules.checkList(request);
    return jobs.page(ListQuery.of(request), clock.instant());
  }

  private static ObjectNode list() {
    return WireJson.MAPPER.createObjectNode().put("MaxResults", 100);
  }
}

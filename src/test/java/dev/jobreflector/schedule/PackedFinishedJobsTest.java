package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.ResourceKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedFinishedJobsTest {

  private static final FinishedJob OLD = job("team-a", "llama", "llama", "2026-05-01T10:00:00Z");
  private static final FinishedJob NEW =
      job("team-b", "mistral", "Mistral-7B", "2026-05-01T10:00:00.123Z");

  @Test
  void gives_what_it_was_given_newest_first() {
    assertThat(new PackedFinishedJobs(List.of(OLD, NEW))).containsExactly(NEW, OLD);
  }

  @Test
  void keeps_a_creation_time_to_the_millisecond() {
    FinishedJob finer = job("team-a", "llama", "llama", "2026-05-01T10:00:00.123456Z");

    assertThat(new PackedFinishedJobs(List.of(finer)))
        .extracting(FinishedJob::creationTime)
        .containsExactly(Instant.parse("2026-05-01T10:00:00.123Z"));
  }

  @Test
  void numbers_its_resources_and_no_others() {
    PackedFinishedJobs jobs = new PackedFinishedJobs(List.of(OLD, NEW));

    assertThat(List.of(jobs.number(OLD.resource()), jobs.number(NEW.resource())))
        .containsExactlyInAnyOrder(0, 1);
    assertThat(jobs.number(new ResourceKey("team-a", "mistral"))).isNegative();
  }

  @Test
  void may_be_empty() {
    assertThat(new PackedFinishedJobs(List.of())).isEmpty();
  }

  private static FinishedJob job(String namespace, String name, String jobName, String created) {
    return new FinishedJob(new ResourceKey(namespace, name), jobName, Instant.parse(created));
  }
}

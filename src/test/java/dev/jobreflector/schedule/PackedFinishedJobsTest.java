package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
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
  void finds_the_job_of_each_of_its_resources_and_of_no_other() {
    PackedFinishedJobs jobs = new PackedFinishedJobs(List.of(OLD, NEW));

    assertThat(jobs.find(NEW.resource())).isZero();
    assertThat(jobs.find(OLD.resource())).isOne();
    assertThat(jobs.find(new ResourceKey("team-a", "mistral"))).isNegative();
    assertThat(jobs.find(new ResourceKey("team-b", "mistral-7b"))).isNegative();
    assertThat(jobs.find(new ResourceKey("team-b", "Mistral-7B"))).isNegative();
  }

  @Test
  void finds_each_of_many_resources_whose_keys_have_one_hash_code() {
    List<FinishedJob> all =
        namesOfOneHashCode(10).stream()
            .map(name -> job("team-a", name, name, "2026-05-01T10:00:00Z"))
            .toList();
    assertThat(all.stream().map(job -> job.resource().hashCode()).distinct()).hasSize(1);

    PackedFinishedJobs jobs = new PackedFinishedJobs(all);

    assertThat(all)
        .hasSize(1024)
        .allSatisfy(job -> assertThat(jobs.get(jobs.find(job.resource()))).isEqualTo(job));
  }

  @Test
  void may_be_empty() {
    assertThat(new PackedFinishedJobs(List.of())).isEmpty();
  }

  // "an" and "c0" have one hash code, and so have all names that are made of these.
  private static List<String> namesOfOneHashCode(int parts) {
    List<String> names = List.of("");
    for (int i = 0; i < parts; i++) {
      names = names.stream().flatMap(name -> Stream.of(name + "an", name + "c0")).toList();
    }
    return names;
  }

  private static FinishedJob job(String namespace, String name, String jobName, String created) {
    return new FinishedJob(new ResourceKey(namespace, name), jobName, Instant.parse(created));
  }
}

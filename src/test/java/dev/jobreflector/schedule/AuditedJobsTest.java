package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.schedule.ListPage.ListedJob;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which finished jobs an audit pass describes. */
class AuditedJobsTest {

  private static final Instant T = Instant.parse("2026-05-01T10:00:00Z");

  private static final FinishedJob OLD = job("team-a", "llama", "llama", T);
  private static final FinishedJob NEW = job("team-b", "mistral", "Mistral-7B", T.plusSeconds(60));

  @Test
  void jobs_are_taken_newest_first_with_the_names_they_were_given() {
    AuditedJobs jobs = new AuditedJobs(List.of(OLD, NEW));

    assertThat(jobs.take()).isEqualTo(NEW);
    assertThat(jobs.take()).isEqualTo(OLD);
    assertThat(jobs.take()).isNull();
  }

  @Test
  void job_with_another_creation_time_than_the_page_shows_is_missing() {
    AuditedJobs jobs = new AuditedJobs(List.of(OLD, NEW));

    jobs.listed(List.of(listed("Mistral-7B", T.plusSeconds(61)), listed("llama", T)), Instant.MIN);

    assertThat(jobs.left()).isOne();
    assertThat(jobs.take()).isEqualTo(NEW);
  }

  @Test
  void job_that_a_page_shows_where_it_ends_is_not_missing_from_the_next_page() {
    FinishedJob between = job("team-a", "gemma", "gemma", T.plusMillis(500));
    AuditedJobs jobs = new AuditedJobs(List.of(OLD, between, NEW));

    jobs.listed(
        List.of(
            listed("Mistral-7B", T.plusSeconds(60)),
            listed("untracked", T.plusMillis(600)),
            listed("gemma", T.plusMillis(500))),
        T.plusMillis(1500));
    jobs.listed(List.of(listed("llama", T)), Instant.MIN);

    assertThat(jobs.areAllDone()).isTrue();
    assertThat(jobs.isAnyMissing()).isFalse();
  }

  @Test
  void no_job_is_missing_from_pages_that_are_ignored() {
    AuditedJobs jobs = new AuditedJobs(List.of(OLD, NEW));
    jobs.listed(List.of(), Instant.MIN);

    jobs.unlist();

    assertThat(jobs.isAnyMissing()).isFalse();
    assertThat(jobs.nextCreationTime()).isEqualTo(NEW.creationTime());
    assertThat(jobs.unreached()).isEqualTo(2);
  }

  @Test
  void skipped_resource_is_not_described_however_many_others_are_skipped() {
    AuditedJobs jobs = new AuditedJobs(List.of(OLD, NEW));

    jobs.skip(NEW.resource());
    IntStream.range(0, 1000).forEach(i -> jobs.skip(new ResourceKey("team-c", "other-" + i)));

    assertThat(jobs.take()).isEqualTo(OLD);
    assertThat(jobs.areAllDone()).isTrue();
    assertThat(jobs.skippedAndNotChecked()).containsExactly(NEW.resource());
  }

  @Test
  void skipped_resource_whose_job_a_page_shows_is_checked() {
    AuditedJobs jobs = new AuditedJobs(List.of(OLD));

    jobs.skip(OLD.resource());
    jobs.listed(List.of(listed("llama", T)), Instant.MIN);

    assertThat(jobs.areAllDone()).isTrue();
    assertThat(jobs.skippedAndNotChecked()).isEmpty();
  }

  @Test
  void job_without_an_answer_is_taken_again() {
    AuditedJobs jobs = new AuditedJobs(List.of(OLD, NEW));
    assertThat(jobs.take()).isEqualTo(NEW);

    jobs.described("Mistral-7B").forEach(jobs::putBack);

    assertThat(jobs.taken()).isZero();
    assertThat(jobs.take()).isEqualTo(NEW);
  }

  private static ListedJob listed(String name, Instant created) {
    return new ListedJob(name, "COMPLETED", created, null);
  }

  private static FinishedJob job(String namespace, String name, String jobName, Instant created) {
    return new FinishedJob(new ResourceKey(namespace, name), jobName, created);
  }
}

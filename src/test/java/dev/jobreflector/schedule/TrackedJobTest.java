package dev.jobreflector.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.decision.AccountRegion;
import dev.jobreflector.decision.JobKey;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.decision.PollRequest;
import dev.jobreflector.decision.PollRequest.Urgency;
import dev.jobreflector.decision.ResourceKey;
import dev.jobreflector.decision.ShownJob;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrackedJobTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final ShownJob SHOWN = new ShownJob("INPROGRESS", NOW, NOW);

  private final TrackedJob job = new TrackedJob("llama", NOW);

  @Test
  void a_job_found_without_a_creation_time_is_still_expected_on_lists() {
    polled(new Observation.Found(withoutCreationTime(), "123456789012", NOW));

    assertThat(job.expected()).isEqualTo(SHOWN);
  }

  @Test
  void a_job_that_is_absent_is_not_expected_on_lists() {
    polled(new Observation.Absent("123456789012", NOW));

    assertThat(job.expected()).isNull();
  }

  private void polled(Observation observation) {
    JobKey key = new JobKey(new AccountRegion(AccountRegion.OPERATOR, "us-east-1"), "llama");
    job.register(
        new ResourceKey("default", "llama"),
        new PollRequest(key, Urgency.DUE, NOW, null, null, Duration.ofSeconds(30), SHOWN, true));
    job.end(job.begin(NOW), observation);
  }

  private static OptimizationJobDescription withoutCreationTime() {
    OptimizationJobDescription description = SampleJobs.createdAt(null);
    assertThat(description.creationTime()).isNull();
    return description;
  }
}

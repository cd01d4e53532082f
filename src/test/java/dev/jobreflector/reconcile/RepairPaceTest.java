package dev.jobreflector.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How often a status that another client overwrites is written again. */
class RepairPaceTest {

  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final ResourceKey JOB = new ResourceKey("default", "job");

  private final RepairPace pace = new RepairPace(Duration.ofSeconds(10));

  @Test
  void the_first_repair_is_made_at_once() {
    assertThat(pace.pause(JOB, NOW)).isEmpty();
  }

  @Test
  void the_next_one_waits_for_the_rest_of_the_time() {
    pace.repaired(JOB, NOW);

    assertThat(pace.pause(JOB, NOW.plusSeconds(3))).contains(Duration.ofSeconds(7));
    assertThat(pace.pause(JOB, NOW.plusSeconds(10))).isEmpty();
  }

  @Test
  void another_resource_does_not_wait() {
    pace.repaired(JOB, NOW);

    assertThat(pace.pause(new ResourceKey("default", "other"), NOW)).isEmpty();
  }

  /** Resources are reconciled on several threads. */
  @Test
  void a_repair_of_another_resource_that_was_decided_before_shortens_no_time() {
    pace.repaired(JOB, NOW);
    pace.repaired(new ResourceKey("default", "other"), NOW.minusMillis(1));

    assertThat(pace.pause(JOB, NOW.plusSeconds(3))).contains(Duration.ofSeconds(7));
  }

  @Test
  void a_clock_that_is_set_back_does_not_stretch_the_time() {
    pace.repaired(JOB, NOW);

    assertThat(pace.pause(JOB, NOW.minusSeconds(3600))).isEmpty();
  }
}

package dev.jobreflector.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.faults.RepairsVerdict.Version;
import dev.jobreflector.measurement.Progress;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is right and wrong about the writes of an operator beside another client's. */
class RepairsVerdictTest {

  private static final OptimizationJobStatus DECIDED = SampleJobs.wholeStatus();
  private static final OptimizationJobStatus OTHER =
      SampleJobs.wholeStatus(Instant.EPOCH, Instant.EPOCH);

  @TempDir private Path folder;

  @Test
  void a_repair_at_once_and_another_ten_seconds_later_are_right() {
    assertThat(
            wrong(
                own("RUNNING", DECIDED, 0),
                forged(OTHER, 1),
                own("RUNNING", DECIDED, 1),
                forged(OTHER, 2),
                own("RUNNING", DECIDED, 11)))
        .isEmpty();
  }

  @Test
  void a_change_soon_after_a_repair_is_right() {
    assertThat(
            wrong(
                own("RUNNING", DECIDED, 0),
                forged(OTHER, 1),
                own("RUNNING", DECIDED, 1),
                own("ENDED", OTHER, 2)))
        .isEmpty();
  }

  @Test
  void what_is_forged_and_right_needs_no_repair() {
    assertThat(wrong(own("RUNNING", DECIDED, 0), forged(OTHER, 1), forged(DECIDED, 2))).isEmpty();
  }

  @Test
  void a_forged_status_must_not_stay() {
    assertThat(wrong(own("RUNNING", DECIDED, 0), forged(OTHER, 1)))
        .containsExactly("resources that show what another client wrote");
  }

  @Test
  void a_repair_must_not_follow_another_too_soon() {
    assertThat(
            wrong(
                own("RUNNING", DECIDED, 0),
                forged(OTHER, 1),
                own("RUNNING", DECIDED, 1),
                forged(OTHER, 2),
                own("RUNNING", DECIDED, 5)))
        .containsExactly("repairs of a resource within 9 s of the one before");
  }

  @Test
  void a_repair_must_write_what_was_written_before() {
    assertThat(wrong(own("RUNNING", DECIDED, 0), forged(DECIDED, 1), own("RUNNING", OTHER, 2)))
        .contains("statuses written again otherwise than before");
  }

  @Test
  void a_write_that_repairs_nothing_and_tells_nothing_is_needless() {
    assertThat(wrong(own("RUNNING", DECIDED, 0), own("RUNNING", DECIDED, 20)))
        .containsExactly("status writes that show nothing new and repair nothing");
  }

  @Test
  void no_write_goes_back_to_a_state_that_was_left() {
    assertThat(
            wrong(
                own("RUNNING", DECIDED, 0),
                own("ENDED", OTHER, 1),
                forged(DECIDED, 2),
                own("RUNNING", DECIDED, 3)))
        .containsExactly("resources that the operator took back to a state they had left");
  }

  /** The names of the figures that miss their goal. */
  private List<String> wrong(Version... versions) {
    RepairsVerdict verdict = new RepairsVerdict();
    verdict.judge("job", List.of(versions));
    Judge judge =
        new Judge(
            new Progress(new PrintStream(OutputStream.nullOutputStream())),
            folder.resolve("problems.txt"));
    verdict.addTo(judge);
    return judge.figures().stream()
        .filter(figure -> Boolean.FALSE.equals(figure.met()))
        .map(figure -> figure.name())
        .toList();
  }

  private static Version own(String told, OptimizationJobStatus status, long seconds) {
    return new Version(false, told, told, status, seconds * 1_000_000_000L);
  }

  private static Version forged(OptimizationJobStatus status, long seconds) {
    return new Version(true, "forged", "FORGED", status, seconds * 1_000_000_000L);
  }
}

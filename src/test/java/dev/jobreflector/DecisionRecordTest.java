package dev.jobreflector;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.decision.Announcement;
import dev.jobreflector.decision.Decision;
import dev.jobreflector.telemetry.ReflectorMeters;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class DecisionRecordTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(DecisionRecord.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final DecisionRecord decisions =
      new DecisionRecord(
          new ReflectorMeters(new SimpleMeterRegistry(), Set::of, Clock.systemUTC()),
          Clock.systemUTC());

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @ParameterizedTest
  @CsvSource({"true, WARN", "false, INFO"})
  void an_event_is_logged_at_the_level_of_its_type(boolean warning, String level) {
    OptimizationJob written = new OptimizationJob();
    written.setMetadata(new ObjectMetaBuilder().withNamespace("team").withName("llama").build());
    Announcement event = new Announcement("Any", "Reflect", warning, "It was so.", "00", "id");

    decisions.shown(
        written, new Decision(OptimizationJobStatus.PENDING, List.of(event), null, null));

    assertThat(logged.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).hasToString(level);
              assertThat(line.getFormattedMessage()).isEqualTo("team/llama Any: It was so.");
            });
  }
}

package dev.jobreflector.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnknownMemberLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(UnknownMemberLog.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final List<String> counted = new ArrayList<>();
  private final UnknownMemberLog log = new UnknownMemberLog(counted::add);

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
  }

  @Test
  void logs_a_member_once_and_counts_each_sighting() {
    log.unknownMember("TrainingPlanArns");
    log.unknownMember("TrainingPlanArns");

    assertThat(counted).containsExactly("TrainingPlanArns", "TrainingPlanArns");
    assertThat(logged.list)
        .singleElement()
        .satisfies(
            line -> assertThat(line.getFormattedMessage()).contains("member TrainingPlanArns,"));
  }

  @Test
  void bounds_what_a_strange_server_can_make_it_remember() {
    for (int i = 0; i < 3 * UnknownMemberLog.MAX_MEMBERS; i++) {
      log.unknownMember("Member" + i);
    }
    log.unknownMember("Member0");

    assertThat(logged.list).hasSize(UnknownMemberLog.MAX_MEMBERS);
    assertThat(counted.stream().distinct()).hasSize(UnknownMemberLog.MAX_MEMBERS + 1);
    assertThat(counted).contains(UnknownMemberLog.OTHER).endsWith("Member0");
  }
}

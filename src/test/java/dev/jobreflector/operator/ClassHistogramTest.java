package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

/** How the text is read that jcmd prints. */
class ClassHistogramTest {

  private static final String TEXT =
      """
      4711:
       num     #instances         #bytes  class name (module)
      -------------------------------------------------------
         1:           721        2315208  [Ljdk.internal.vm.FillerElement; (java.base@25.0.3)
         2:         57959        7574504  [B (java.base@25.0.3)
         3:            10            160  dev.jobreflector.decision.JobKey
         4:             2             32  jdk.internal.vm.FillerObject (java.base@25.0.3)
      Total         58692        9889904
      """;

  private final ClassHistogram histogram = new ClassHistogram(TEXT);

  @Test
  void it_tells_how_many_objects_of_a_class_there_are() {
    assertThat(histogram.instances())
        .contains(entry("[B", 57_959L), entry("dev.jobreflector.decision.JobKey", 10L));
  }

  @Test
  void gaps_that_the_collector_left_are_no_objects() {
    assertThat(histogram.bytes()).isEqualTo(7_574_504 + 160);
  }
}

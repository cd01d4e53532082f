package dev.jobreflector.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;

/** The last line of a run, given what the JUnit Platform tells of it. */
class RealApiServerReportTest {

  private static final TestExecutionResult FAILED =
      TestExecutionResult.failed(new AssertionError("as expected"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final RealApiServerReport report =
      new RealApiServerReport(new PrintStream(out, true, UTF_8));

  @Test
  void counts_the_tests_on_the_real_server_and_names_its_version() {
    reportVersion("v1.36.3");
    report.executionFinished(testOf(OnServer.class), TestExecutionResult.successful());
    report.executionFinished(testOf(OnServer.Inner.class), FAILED);
    report.executionFinished(testOf(Elsewhere.class), FAILED);
    report.executionFinished(containerOf(OnServer.class), TestExecutionResult.successful());

    assertThat(printed())
        .isEqualTo("Integration tests on a real API server (Kubernetes v1.36.3): 2 run, 1 failed");
  }

  @Test
  void counts_what_was_skipped() {
    reportVersion("v1.36.3");
    report.executionSkipped(testOf(OnServer.class), "a condition");
    report.executionFinished(testOf(OnServer.class), TestExecutionResult.aborted(null));

    assertThat(printed()).endsWith("0 run, 0 failed, 2 skipped");
  }

  @Test
  void counts_a_server_that_does_not_start_as_a_failure() {
    report.executionFinished(containerOf(OnServer.class), FAILED);

    assertThat(printed()).endsWith("0 run, 1 failed");
  }

  @Test
  void says_loudly_what_is_left_out_and_why() {
    report.executionSkipped(containerOf(OnServer.class), "no Go, no download");
    report.executionSkipped(containerOf(Elsewhere.class), "no Go, no download");
    report.reportingEntryPublished(
        containerOf(OnServer.class),
        ReportEntry.from(RealApiServerReport.LEFT_OUT_ENTRY, "no Helm 3"));

    assertThat(printed().lines())
        .containsSubsequence(
            "LEFT OUT: Elsewhere, OnServer",
            "no Go, no download",
            "LEFT OUT: OnServer",
            "no Helm 3");
  }

  @Test
  void counts_what_was_aborted_as_skipped() {
    report.executionFinished(testOf(OnServer.class), TestExecutionResult.aborted(null));

    assertThat(printed()).endsWith("0 run, 0 failed, 1 skipped");
  }

  @Test
  void is_silent_where_no_test_needs_the_server() {
    report.executionFinished(testOf(Elsewhere.class), TestExecutionResult.successful());

    assertThat(printed()).isEmpty();
  }

  private void reportVersion(String version) {
    report.reportingEntryPublished(
        containerOf(OnServer.class),
        ReportEntry.from(RealApiServerExtension.VERSION_ENTRY, version));
  }

  private String printed() {
    report.testPlanExecutionFinished(null);
    return out.toString(UTF_8).strip();
  }

  private static TestIdentifier testOf(Class<?> testClass) {
    return identifier(TestDescriptor.Type.TEST, MethodSource.from(testClass.getName(), "works"));
  }

  private static TestIdentifier containerOf(Class<?> testClass) {
    return identifier(TestDescriptor.Type.CONTAINER, ClassSource.from(testClass));
  }

  private static TestIdentifier identifier(TestDescriptor.Type type, TestSource source) {
    return TestIdentifier.from(
        new AbstractTestDescriptor(UniqueId.forEngine("any"), "any", source) {
          @Override
          public TestDescriptor.Type getType() {
            return type;
          }
        });
  }

  @ExtendWith(RealApiServerExtension.class)
  static class OnServer {
    static class Inner {}
  }

  static class Elsewhere {}
}

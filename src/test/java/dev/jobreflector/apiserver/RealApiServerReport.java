package dev.jobreflector.apiserver;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says at the end of a run how many tests ran on a real API server, or that they were left out. A
 * run that has no such tests gets no line.
 */
public final class RealApiServerReport implements TestExecutionListener {

  private static final String FRAME = "!".repeat(100);

  private final PrintStream out;
  private final AtomicInteger run = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final Set<String> versions = new ConcurrentSkipListSet<>();
  private final Set<String> leftOut = new ConcurrentSkipListSet<>();
  private final AtomicReference<String> reason = new AtomicReference<>("");

  /** Reports on standard output; called by the JUnit Platform. */
  public RealApiServerReport() {
    this(System.out);
  }

  RealApiServerReport(PrintStream out) {
    this.out = out;
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    Optional.ofNullable(entry.getKeyValuePairs().get(RealApiServerExtension.VERSION_ENTRY))
        .ifPresent(versions::add);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String why) {
    Optional<Class<?>> testClass = classOnRealApiServer(test);
    if (testClass.isEmpty()) {
      return;
    }
    if (test.isTest()) {
      skipped.incrementAndGet();
    } else {
      leftOut.add(testClass.get().getSimpleName());
      reason.set(why);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (classOnRealApiServer(test).isEmpty()) {
      return;
    }
    if (test.isTest() && result.getStatus() == TestExecutionResult.Status.ABORTED) {
      skipped.incrementAndGet();
      return;
    }
    if (test.isTest()) {
      run.incrementAndGet();
    }
    if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      failed.incrementAndGet();
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (!leftOut.isEmpty()) {
      out.printf(
          "%n%s%nLEFT OUT: the integration tests on a real API server (%s)%n%n%s%n%s%n%n",
          FRAME, String.join(", ", leftOut), reason.get(), FRAME);
    }
    if (run.get() + failed.get() + skipped.get() > 0) {
      out.printf(
          "Integration tests on a real API server (%s): %d run, %d failed%s%n",
          versions.isEmpty() ? "none" : "Kubernetes " + String.join(", ", new TreeSet<>(versions)),
          run.get(),
          failed.get(),
          skipped.get() == 0 ? "" : ", %d skipped".formatted(skipped.get()));
    }
  }

  private static Optional<Class<?>> classOnRealApiServer(TestIdentifier test) {
    return test.getSource()
        .flatMap(RealApiServerReport::testClass)
        .filter(RealApiServerReport::isOnRealApiServer);
  }

  private static Optional<Class<?>> testClass(TestSource source) {
    if (source instanceof MethodSource method) {
      return Optional.of(method.getJavaClass());
    }
    return source instanceof ClassSource type ? Optional.of(type.getJavaClass()) : Optional.empty();
  }

  private static boolean isOnRealApiServer(Class<?> testClass) {
    for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
      if (AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream()
          .flatMap(extendWith -> Arrays.stream(extendWith.value()))
          .anyMatch(RealApiServerExtension.class::equals)) {
        return true;
      }
    }
    return false;
  }
}

package dev.jobreflector.observability;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests {@link PrometheusTools} where they are on the PATH. Elsewhere the tests are left out,
 * and the end of the run says so; where the environment has {@code CI=true}, they fail.
 */
final class PrometheusToolsExtension implements ExecutionCondition, ParameterResolver {

  private static final Namespace STORE = Namespace.create(PrometheusToolsExtension.class);
  private static final String MISSING =
      "prometheus and promtool are not both on the PATH. Install Prometheus (apt-get install"
          + " prometheus, brew install prometheus), or on Debian without installing it:"
          + " PATH=\"$PATH:$(.ci/prometheus/install.sh)\" ./mvnw verify";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (tools().isPresent()) {
      return ConditionEvaluationResult.enabled("prometheus and promtool are there");
    }
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new IllegalStateException(MISSING);
    }
    context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(LeftOut.class, key -> new LeftOut(), LeftOut.class)
        .add(context.getRequiredTestClass());
    return ConditionEvaluationResult.disabled(MISSING);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PrometheusTools.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return tools().orElseThrow();
  }

  private static Optional<PrometheusTools> tools() {
    return PrometheusTools.on(System.getenv().getOrDefault("PATH", ""));
  }

  /** Is closed, and speaks, at the end of the run. */
  private static final class LeftOut implements AutoCloseable {

    private static final String FRAME = "!".repeat(100);

    private final Set<String> classes = new TreeSet<>();

    private synchronized void add(Class<?> testClass) {
      classes.add(testClass.getSimpleName());
    }

    @Override
    public synchronized void close() {
      System.out.printf(
          "%n%s%nLEFT OUT: the tests with Prometheus (%s)%n%n%s%n%s%n%n",
          FRAME, String.join(", ", classes), MISSING, FRAME);
    }
  }
}

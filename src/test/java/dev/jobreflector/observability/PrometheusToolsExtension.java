package dev.jobreflector.observability;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests {@link PrometheusTools} where they are on the PATH. Elsewhere the tests are left out,
 * and the end of the run says so; where the environment has {@code CI=true}, they fail.
 */
final class PrometheusToolsExtension implements ExecutionCondition, ParameterResolver {

  private static final String MISSING =
      """
      There is no prometheus or no promtool on the PATH.
      Any one of these is enough:
        - install Prometheus: apt-get install prometheus, brew install prometheus;
        - on Debian without installing it: PATH="$PATH:$(.ci/prometheus/install.sh)" ./mvnw verify""";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (tools().isPresent()) {
      return ConditionEvaluationResult.enabled("prometheus and promtool are there");
    }
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new IllegalStateException(MISSING);
    }
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
}

package dev.jobreflector.chart;

import dev.jobreflector.apiserver.RealApiServerReport;
import dev.jobreflector.chart.HelmInstaller.Installation;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Gives tests the versions of Helm that there are, and as a parameter the {@link Installation} they
 * are of.
 */
public final class InstalledHelms
    implements ArgumentsProvider, ExecutionCondition, BeforeAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(InstalledHelms.class);

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return installation(context).helms().stream().map(Arguments::of);
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Installation installation = installation(context);
    if (!installation.missing().isEmpty() && Boolean.parseBoolean(System.getenv("CI"))) {
      throw new IllegalStateException(installation.missing());
    }
    return installation.helms().isEmpty()
        ? ConditionEvaluationResult.disabled(installation.missing())
        : ConditionEvaluationResult.enabled("Helm is there");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    String missing = installation(context).missing();
    if (!missing.isEmpty()) {
      context.publishReportEntry(RealApiServerReport.LEFT_OUT_ENTRY, missing);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Installation.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return installation(context);
  }

  private static Installation installation(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(
            Installation.class,
            key ->
                new HelmInstaller(
                        System.getenv(),
                        Path.of(".ci", "helm"),
                        Path.of("target", "helm", "build.log"),
                        System.out)
                    .install(),
            Installation.class);
  }
}

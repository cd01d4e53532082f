package dev.jobreflector.apiserver;

import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a real API server.
 *
 * <p>Parameters of tests, constructors and life-cycle methods are resolved by type:
 *
 * <ul>
 *   <li>{@link RealApiServer}: one for all test classes of the JVM, started with the first of them;
 *   <li>{@link Namespace}: one for each test class, made on that server;
 *   <li>{@link ApiServerBinaries}: to start a server of one's own, for a test that stops it.
 * </ul>
 *
 * <p>Where there are no binaries and none can be had, the tests are skipped, and the report at the
 * end of the run says so; where the environment has {@code CI=true}, they fail.
 */
public final class RealApiServerExtension
    implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

  /** The key under which each test class reports the Kubernetes version that it runs on. */
  static final String VERSION_ENTRY = "Kubernetes version";

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(RealApiServerExtension.class);
  private static final List<Class<?>> PARAMETERS =
      List.of(RealApiServer.class, Namespace.class, ApiServerBinaries.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Installation installation = installation(context);
    if (installation.failure() == null) {
      return ConditionEvaluationResult.enabled("API server binaries are there");
    }
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new IllegalStateException(installation.failure());
    }
    return ConditionEvaluationResult.disabled(installation.failure());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context.publishReportEntry(VERSION_ENTRY, "v" + binaries(context).version());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARAMETERS.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == RealApiServer.class) {
      return sharedServer(context);
    }
    return type == Namespace.class ? namespace(context) : binaries(context);
  }

  private static Installation installation(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Installation.class, key -> Installation.attempt(), Installation.class);
  }

  private static ApiServerBinaries binaries(ExtensionContext context) {
    return installation(context).binaries();
  }

  private static RealApiServer sharedServer(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(
            RealApiServer.class,
            key -> RealApiServer.start(binaries(context), RealApiServer.Settings.named("shared")),
            RealApiServer.class);
  }

  private static Namespace namespace(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(
            testClass,
            key ->
                sharedServer(context)
                    .createNamespace(testClass.getSimpleName().toLowerCase(Locale.ROOT)),
            Namespace.class);
  }

  /** What came of looking for the binaries: they, or why there are none. */
  private record Installation(ApiServerBinaries binaries, String failure) {

    static Installation attempt() {
      try {
        return new Installation(ApiServerBinaries.installed(System.out), null);
      } catch (ApiServerUnavailableException e) {
        return new Installation(null, e.getMessage());
      }
    }
  }
}

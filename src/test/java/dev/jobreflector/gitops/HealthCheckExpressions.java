package dev.jobreflector.gitops;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of healthCheckExprs in a Flux Kustomization, evaluated in the order of Flux: a
 * generation that was not observed, inProgress, failed, current; InProgress where none holds.
 */
final class HealthCheckExpressions {

  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private final Program inProgress;
  private final Program failed;
  private final Program current;

  HealthCheckExpressions(Entry entry) {
    inProgress = program(entry.inProgress());
    failed = program(entry.failed());
    current = program(entry.current());
  }

  /** The entry as it is written. */
  record Entry(
      String apiVersion,
      String kind,
      String current,
      @Nullable String inProgress,
      @Nullable String failed) {}

  /** Current, Failed or InProgress. */
  String of(Map<String, Object> resource) {
    Map<?, ?> metadata = (Map<?, ?>) resource.get("metadata");
    Map<?, ?> status = (Map<?, ?>) resource.get("status");
    if (!Objects.equals(metadata.get("generation"), status.get("observedGeneration"))
        || holds(inProgress, resource)) {
      return "InProgress";
    }
    if (holds(failed, resource)) {
      return "Failed";
    }
    return holds(current, resource) ? "Current" : "InProgress";
  }

  private static boolean holds(Program program, Map<String, Object> resource) {
    try {
      return (Boolean) program.eval(resource);
    } catch (CelEvaluationException e) {
      throw new AssertionError(e);
    }
  }

  private static Program program(@Nullable String expression) {
    // What is not given never holds.
    String source = expression == null ? "false" : expression;
    CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("metadata", SimpleType.DYN)
            .addVar("spec", SimpleType.DYN)
            .addVar("status", SimpleType.DYN)
            .build();
    try {
      return CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .build()
          .createProgram(compiler.compile(source).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(source, e);
    }
  }
}

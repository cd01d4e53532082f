package dev.jobreflector.benchmark;

import dev.jobreflector.operator.OperatorProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the operator is run.
 *
 * @param java the Java program and its options
 * @param flags of the operator, as {@code --name=value}; a scenario's own win over them
 * @param arguments flags that win over a scenario's
 */
record OperatorSettings(List<String> java, List<String> flags, List<String> arguments) {

  /** A rate that no loop reaches: the operator's flag has no word for "no limit". */
  private static final int NO_LIMIT = 10_000;

  OperatorSettings {
    java = List.copyOf(java);
    flags = List.copyOf(flags);
    arguments = List.copyOf(arguments);
  }

  /** The flags that no scenario sets. */
  List<String> givenFlags() {
    return Stream.concat(flags.stream(), arguments.stream()).toList();
  }

  /** An operator for one namespace, that is told of the budget and elects itself as leader. */
  OperatorProcess.Command command(
      String name,
      Path kubeconfig,
      String namespace,
      URI sageMaker,
      Parameters parameters,
      List<String> scenarioFlags) {
    Map<String, String> all = new LinkedHashMap<>();
    put(all, "--namespaces=" + namespace);
    put(all, "--lease-namespace=" + namespace);
    put(all, "--http-port=0");
    if (parameters.rate() == 0) {
      put(all, "--aws-rate=" + NO_LIMIT);
    } else {
      put(all, "--aws-rate=" + parameters.rate());
      put(all, "--aws-burst=" + parameters.burst());
    }
    flags.forEach(flag -> put(all, flag));
    scenarioFlags.forEach(flag -> put(all, flag));
    arguments.forEach(flag -> put(all, flag));
    return new OperatorProcess.Command(
        name,
        kubeconfig,
        new ArrayList<>(all.values()),
        Map.of("AWS_ENDPOINT_URL_SAGEMAKER", sageMaker.toString()),
        OperatorProcess.builtJar(java));
  }

  private static void put(Map<String, String> flags, String flag) {
    flags.put(flag.split("=", 2)[0], flag);
  }
}

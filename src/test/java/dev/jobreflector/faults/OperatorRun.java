package dev.jobreflector.faults;

import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.operator.OperatorProcess.Command;
import java.util.List;

/**
 * How operators are run.
 *
 * @param java the Java program and its options
 * @param arguments flags that win over a scenario's, as {@code --name=value}
 */
record OperatorRun(List<String> java, List<String> arguments) {

  /** Requests a second that the operator may send to AWS. */
  static final int RATE = 20;

  /** Requests at once. */
  static final int BURST = 4;

  OperatorRun {
    java = List.copyOf(java);
    arguments = List.copyOf(arguments);
  }

  /** Times are shorter than the defaults, so that many faults fit into a few minutes. */
  Command over(Command command, String... flags) {
    return command
        .with(
            "--freshness=2s",
            "--resync-period=2s",
            "--grace-time=5s",
            "--retry-period=3s",
            "--aws-rate=" + RATE,
            "--aws-burst=" + BURST)
        .with(flags)
        .with(arguments.toArray(String[]::new))
        .by(OperatorProcess.builtJar(java));
  }
}

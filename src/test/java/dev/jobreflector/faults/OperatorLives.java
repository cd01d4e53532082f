package dev.jobreflector.faults;

import dev.jobreflector.measurement.CallsWithin;
import dev.jobreflector.operator.OperatorProcess;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.CallLog;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The operators that a trial has run, one after the other or side by side. */
final class OperatorLives implements AutoCloseable {

  private static final int LINE_SHOWN = 300;

  /** What a JVM says of its own about JAVA_TOOL_OPTIONS. */
  private static final Pattern OF_THE_JVM = Pattern.compile("Picked up .*");

  private final List<Life> lives = new ArrayList<>();

  /** From the launch to the end that the harness gave it; {@code to} is 0 while it has none. */
  private static final class Life {
    private final OperatorProcess operator;
    private final String name;
    private final long from = System.nanoTime();
    private long to;

    private Life(OperatorProcess operator, String name) {
      this.operator = operator;
      this.name = name;
    }
  }

  /** Starts one and returns while it starts. */
  OperatorProcess launch(Command command) {
    OperatorProcess operator = OperatorProcess.launch(command);
    lives.add(new Life(operator, command.name()));
    return operator;
  }

  /** Starts one and waits until it is ready. */
  OperatorProcess start(Command command) {
    OperatorProcess operator = launch(command);
    operator.awaitReady();
    return operator;
  }

  /** Kills one (SIGKILL); false where it had ended by itself. */
  boolean kill(OperatorProcess operator) {
    boolean alive = operator.process().isAlive();
    operator.kill();
    ended(operator);
    return alive;
  }

  /** One has ended, or is not to be judged by what it does from now on. */
  void ended(OperatorProcess operator) {
    lives.stream()
        .filter(life -> life.operator == operator)
        .forEach(life -> life.to = System.nanoTime());
  }

  /** Those that ended although nobody ended them, with their exit codes. */
  List<String> endedByThemselves() {
    return lives.stream()
        .filter(life -> life.to == 0 && !life.operator.process().isAlive())
        .map(life -> life.name + " ended with " + life.operator.process().exitValue())
        .toList();
  }

  /**
   * By how many calls the worst window of one life was above its budget. Each process has a budget
   * of its own: no process knows what the one before it has spent.
   */
  double worstExcess(CallLog calls, double rate, int burst) {
    return lives.stream()
        .mapToDouble(
            life ->
                CallsWithin.of(calls, life.from, life.to == 0 ? System.nanoTime() : life.to)
                    .excess(rate, burst))
        .max()
        .orElse(0);
  }

  /** Log lines that hold a stack trace, or are none of the log's own. */
  List<String> stackTraces() {
    return lives.stream()
        .flatMap(
            life ->
                life.operator
                    .log()
                    .lines()
                    .filter(OperatorLives::isStackTrace)
                    .map(line -> life.name + ": " + shortened(line)))
        .toList();
  }

  /** Log lines of level ERROR. */
  int errors() {
    return (int)
        lives.stream()
            .flatMap(life -> life.operator.log().lines())
            .filter(line -> line.contains("\"level\":\"ERROR\""))
            .count();
  }

  @Override
  public void close() {
    lives.forEach(life -> life.operator.close());
  }

  private static boolean isStackTrace(String line) {
    return line.contains("\"stackTrace\":")
        || (!line.startsWith("{") && !line.isBlank() && !OF_THE_JVM.matcher(line).matches());
  }

  private static String shortened(String line) {
    return line.length() > LINE_SHOWN ? line.substring(0, LINE_SHOWN) + "…" : line;
  }
}

package dev.jobreflector.benchmark;

import java.io.PrintStream;
import java.time.Duration;

/** Says what goes on, each line with the time since the benchmark began. */
final class Progress {

  private final PrintStream out;
  private final long begin = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  void say(String text) {
    Duration since = Duration.ofNanos(System.nanoTime() - begin);
    out.printf("%3d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), text);
    out.flush();
  }
}

package dev.jobreflector.measurement;

import java.io.PrintStream;
import java.time.Duration;

/** Says what goes on, each line with the time since the benchmark began. */
public final class Progress {

  private final PrintStream out;
  private final long begin = System.nanoTime();

  public Progress(PrintStream out) {
    this.out = out;
  }

  public void say(String text) {
    Duration since = Duration.ofNanos(System.nanoTime() - begin);
    out.printf("%3d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), text);
    out.flush();
  }
}

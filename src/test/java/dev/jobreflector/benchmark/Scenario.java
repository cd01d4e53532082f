package dev.jobreflector.benchmark;

import dev.jobreflector.measurement.Findings;

/** One thing that the benchmark does and measures. */
interface Scenario {

  /** The word for it on the command line and in the table. */
  String name();

  /** What happens, in one line. */
  String about();

  /** Its size, unless the command line says otherwise. */
  Parameters parameters();

  /** Runs it and says what was found. */
  void run(Stages stages, Parameters parameters, Findings findings) throws InterruptedException;
}

package dev.jobreflector.faults;

/** One kind of fault, what happens meanwhile, and how the operator is judged by it. */
interface FaultScenario {

  /** The word for it on the command line and in the table. */
  String name();

  /** What happens, in one line. */
  String about();

  /** Its full size. */
  Extent extent();

  /** Runs it and judges. */
  void run(Trials trials, Extent extent, Judge judge) throws InterruptedException;
}

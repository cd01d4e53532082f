package dev.jobreflector.faults;

import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobRecord;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Jobs with every member that the API has, one for each number, in all kinds of states. */
final class SeededJobs {

  private static final String PREFIX = "answer-";
  private static final Duration AGE = Duration.ofHours(2);
  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofDays(1);

  private static final List<JobPlan> PLANS =
      List.of(
          JobPlan.defaults().lasting(LONG, LONG, LONG).unending(),
          JobPlan.defaults().lasting(SHORT, LONG, LONG).unending(),
          JobPlan.defaults().lasting(SHORT, SHORT, SHORT).completing(),
          JobPlan.defaults().lasting(SHORT, SHORT, SHORT).failing(),
          JobPlan.defaults().lasting(SHORT, SHORT, LONG).stopped(),
          JobPlan.defaults().lasting(SHORT, SHORT, SHORT).stopped());

  private SeededJobs() {}

  /** Puts the job of this number into SageMaker, and returns its name. */
  static String put(SageMakerSimulator sageMaker, int number) {
    String name = PREFIX + number;
    sageMaker
        .jobs()
        .put(
            JobRecord.of(
                name,
                sageMaker.clock().instant().minus(AGE),
                PLANS.get(number % PLANS.size()),
                SampleRequests.everything()));
    return name;
  }

  /** The number of a job. */
  static int number(String jobName) {
    return Integer.parseInt(jobName.substring(PREFIX.length()));
  }

  /** All chance of one answer: the same each time it is made. */
  static Random random(long seed, long number) {
    return new Random(seed * 1_000_003 + number);
  }
}

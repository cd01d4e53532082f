package dev.jobreflector.sagemaker;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall;

/** The two questions that AWS is asked, in one region with one identity. Each is one call. */
interface JobQueries {

  /** Describes a job; every failure is an observation. */
  Observation describe(String jobName);

  /** Lists a page of jobs; every failure is an answer without one. */
  ListAnswer list(ListCall call);
}

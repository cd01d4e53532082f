package dev.jobreflector.polling;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListPage;

/** The result of a request for a list page. */
public sealed interface ListAnswer {

  /** A list page. */
  record Page(ListPage page) implements ListAnswer {
    @Override
    public String why() {
      return "pages come without jobs, without end, or do not answer the request";
    }
  }

  /** A failure, as the observation that a failed describe would return. */
  record NoPage(Observation failure) implements ListAnswer {
    @Override
    public String why() {
      return failure instanceof Observation.JobFailure refusal
          ? refusal.message()
          : "SageMaker does not answer ListOptimizationJobs";
    }
  }

  /** Why lists are degraded, for the log; used only if they are. */
  String why();
}

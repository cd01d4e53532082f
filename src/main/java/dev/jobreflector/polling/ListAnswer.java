package dev.jobreflector.polling;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListPage;

/** What came of asking for a page of a list. */
public sealed interface ListAnswer {

  /** A page. */
  record Page(ListPage page) implements ListAnswer {
    @Override
    public String why() {
      return "pages come without jobs, without end, or do not answer the request";
    }
  }

  /** No page; why, as a poll would tell it. */
  record NoPage(Observation failure) implements ListAnswer {
    @Override
    public String why() {
      return failure instanceof Observation.JobFailure refusal
          ? refusal.message()
          : "SageMaker does not answer ListOptimizationJobs";
    }
  }

  /** Why lists are of no use, where they turn out so; for the log. */
  String why();
}

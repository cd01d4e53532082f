package dev.jobreflector.polling;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListRequest;

/**
 * The calls to AWS in one region with one identity. Each describe or list page is one request.
 * Thread-safe.
 */
public interface JobSource extends AutoCloseable {

  /** Describes a job. Returns every failure as an observation. */
  Observation describe(String jobName);

  /** Requests a list page. Returns every failure as an answer without a page. */
  ListAnswer list(ListRequest request);

  /** The credentials in use, or why there are none. Blocks while the providers respond. */
  CredentialsCheck checkCredentials();

  /** Releases connections and threads. A call in flight ends by its own timeout. */
  @Override
  void close();
}

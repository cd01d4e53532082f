package dev.jobreflector.polling;

import dev.jobreflector.decision.Observation;
import dev.jobreflector.schedule.ListCall;

/**
 * What AWS is asked, in one region with one identity. Each describe or list is one call. Used by
 * several threads.
 */
public interface JobSource extends AutoCloseable {

  /** Describes a job; every failure is an observation. */
  Observation describe(String jobName);

  /** Lists a page of jobs; every failure is an answer without one. */
  ListAnswer list(ListCall call);

  /** Which credentials are used, or why there are none. Blocks while the providers are asked. */
  CredentialsCheck checkCredentials();

  /** Lets go of connections and threads. A call that is under way ends by itself, in time. */
  @Override
  void close();
}

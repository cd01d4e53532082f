package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import java.time.Instant;

/** What AWS answers to a poll, whenever it is asked. */
@FunctionalInterface
interface Answer {

  String ACCOUNT = "123456789012";
  String OTHER_ACCOUNT = "999999999999";

  Observation at(Instant time);

  static Answer found(OptimizationJobDescription description) {
    return time -> new Observation.Found(description, ACCOUNT, time);
  }

  /** The job everybody's tests are about, in this state. */
  static Answer found(String state) {
    return found(Descriptions.in(state));
  }

  static Answer foundInOtherAccount(String state) {
    return time -> new Observation.Found(Descriptions.in(state), OTHER_ACCOUNT, time);
  }

  static Answer absent() {
    return time -> new Observation.Absent(ACCOUNT, time);
  }

  static Answer absentInOtherAccount() {
    return time -> new Observation.Absent(OTHER_ACCOUNT, time);
  }

  /** The credentials do not tell whose they are. */
  static Answer absentInUnknownAccount() {
    return time -> new Observation.Absent(null, time);
  }

  static Answer denied() {
    return time -> new Observation.Denied("May not describe.", time);
  }

  static Answer misconfigured() {
    return time -> new Observation.Misconfigured("The endpoint is no endpoint.", time);
  }

  static Answer throttled() {
    return time -> new Observation.Throttled("Too many calls.", time);
  }

  static Answer unavailable() {
    return time -> new Observation.Unavailable("No answer.", time);
  }

  static Answer credentialsRefused() {
    return time -> new Observation.CredentialsRefused("The token has expired.", time);
  }
}

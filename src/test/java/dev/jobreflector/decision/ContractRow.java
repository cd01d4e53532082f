package dev.jobreflector.decision;

import static dev.jobreflector.decision.Answer.absent;
import static dev.jobreflector.decision.Answer.absentInOtherAccount;
import static dev.jobreflector.decision.Answer.credentialsRefused;
import static dev.jobreflector.decision.Answer.denied;
import static dev.jobreflector.decision.Answer.found;
import static dev.jobreflector.decision.Answer.misconfigured;
import static dev.jobreflector.decision.Answer.throttled;
import static dev.jobreflector.decision.Answer.unavailable;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of what a resource shows for each fate of its job: the story that leads there, the
 * conditions that tell of the job, and what kstatus makes of them.
 */
public enum ContractRow {
  NOT_POLLED(Story::begins, "Ready Unknown/Pending, Finished False/Pending", "InProgress"),
  NOT_POLLED_EDITED(
      () -> Story.begins().resyncEvery(60),
      "Ready Unknown/Pending, Finished False/Pending",
      "InProgress"),
  NOT_POLLED_OUTAGE_OF_OTHERS(
      () -> othersFail(Story.begins()), running("Unavailable"), "InProgress"),
  NOT_POLLED_OUTAGE_OVER(
      () -> othersFail(Story.begins()).pollNeighbour(found("STARTING")),
      "Ready Unknown/Pending, Finished False/Pending",
      "InProgress"),
  STARTING(() -> Story.begins().poll(found("STARTING")), running("Starting"), "InProgress"),
  INPROGRESS(() -> Story.begins().poll(found("INPROGRESS")), running("InProgress"), "InProgress"),
  STOPPING(() -> Story.begins().poll(found("STOPPING")), running("Stopping"), "InProgress"),
  UNKNOWN_VALUE(() -> Story.begins().poll(found("PAUSED")), running("UnknownStatus"), "InProgress"),
  COMPLETED(
      () -> Story.begins().poll(found("COMPLETED")),
      "Ready True/Completed, Complete True/Completed, Finished True/Completed",
      "Current"),
  FAILED(() -> Story.begins().poll(found("FAILED")), endedBadly("Failed"), "Failed"),
  STOPPED(() -> Story.begins().poll(found("STOPPED")), endedBadly("Stopped"), "Failed"),
  NEVER_SEEN_ABSENT_AT_FIRST(
      () -> Story.begins().poll(absent()).poll(absent()), running("JobNotFound"), "InProgress"),
  NEVER_SEEN_ABSENT(
      () -> Story.begins().failing(absent()), stalled("JobNotFound", "False"), "Failed"),
  NEVER_SEEN_DENIED_AT_FIRST(
      () -> Story.begins().poll(denied()).poll(denied()), running("AccessDenied"), "InProgress"),
  NEVER_SEEN_MISCONFIGURED_AT_FIRST(
      () -> Story.begins().poll(misconfigured()), running("InvalidConfiguration"), "InProgress"),
  NEVER_SEEN_THROTTLED_AT_FIRST(
      () -> Story.begins().poll(throttled()), running("Throttled"), "InProgress"),
  NEVER_SEEN_THROTTLED(
      () -> Story.begins().failing(throttled()), running("Throttled"), "InProgress"),
  NEVER_SEEN_UNAVAILABLE_AT_FIRST(
      () -> Story.begins().poll(unavailable()), running("Unavailable"), "InProgress"),
  NEVER_SEEN_UNAVAILABLE(
      () -> Story.begins().failing(unavailable()), running("Unavailable"), "InProgress"),
  NEVER_SEEN_CREDENTIALS_REFUSED(
      () -> Story.begins().failing(credentialsRefused()), running("Unavailable"), "InProgress"),
  NEVER_SEEN_ABSENT_AFTER_AN_OUTAGE(
      () -> Story.begins().failing(unavailable()).poll(absent()),
      running("JobNotFound"),
      "InProgress"),
  NEVER_SEEN_DENIED(
      () -> Story.begins().failing(denied()), stalled("AccessDenied", "False"), "Failed"),
  NEVER_SEEN_MISCONFIGURED(
      () -> Story.begins().failing(misconfigured()),
      stalled("InvalidConfiguration", "False"),
      "Failed"),
  NEVER_SEEN_REGION_NOT_ALLOWED(
      () -> inRegion("ap-south-1").reconcile(), stalled("InvalidConfiguration", "False"), "Failed"),
  NEVER_SEEN_OUTAGE_WHILE_ABSENT(
      () -> Story.begins().failing(absent()).failing(throttled()),
      stalled("JobNotFound", "False"),
      "Failed"),
  FINAL_SEEN_NOW_ABSENT(
      () -> Story.begins().poll(found("COMPLETED")).request("now").failing(absent()),
      COMPLETED.conditions,
      "Current"),
  FAILED_SEEN_NOW_ABSENT(
      () -> Story.begins().poll(found("FAILED")).request("now").failing(absent()),
      FAILED.conditions,
      "Failed"),
  UNFINISHED_SEEN_ABSENT_AT_FIRST(
      () -> Story.begins().poll(found("INPROGRESS")).poll(absent()).poll(absent()),
      INPROGRESS.conditions,
      "InProgress"),
  UNFINISHED_SEEN_NOW_ABSENT(
      () -> Story.begins().poll(found("INPROGRESS")).failing(absent()),
      stalled("JobNotFound", "True"),
      "Failed"),
  UNFINISHED_SEEN_ABSENT_RESTARTED(
      () -> Story.begins().poll(found("INPROGRESS")).failing(absent()).restart(),
      stalled("JobNotFound", "True"),
      "Failed"),
  UNFINISHED_SEEN_NOW_DENIED(
      () -> Story.begins().poll(found("INPROGRESS")).failing(denied()),
      INPROGRESS.conditions,
      "InProgress"),
  UNFINISHED_SEEN_OUTAGE(
      () -> Story.begins().poll(found("INPROGRESS")).failing(unavailable()),
      INPROGRESS.conditions,
      "InProgress"),
  UNFINISHED_SEEN_OTHER_ACCOUNT(
      () -> Story.begins().poll(found("INPROGRESS")).poll(absentInOtherAccount()),
      INPROGRESS.conditions,
      "InProgress"),
  SUSPENDED_NEVER_SEEN(
      () -> Story.begins().suspend(true),
      "Ready Unknown/Suspended, Finished False/Suspended",
      "InProgress"),
  SUSPENDED_NEVER_SEEN_UNAVAILABLE(
      () -> Story.begins().failing(unavailable()).suspend(true),
      "Ready Unknown/Suspended, Finished False/Suspended",
      "InProgress"),
  SUSPENDED_NEVER_SEEN_REGION_NOT_ALLOWED(
      () -> suspendedInRegion("ap-south-1").reconcile(),
      "Ready Unknown/Suspended, Finished False/Suspended",
      "InProgress"),
  SUSPENDED_RUNNING(
      () -> Story.begins().poll(found("INPROGRESS")).suspend(true),
      "Ready Unknown/InProgress, Finished False/InProgress",
      "InProgress"),
  SUSPENDED_COMPLETED(
      () -> Story.begins().poll(found("COMPLETED")).suspend(true), COMPLETED.conditions, "Current"),
  SUSPENDED_FAILED(
      () -> Story.begins().poll(found("FAILED")).suspend(true), FAILED.conditions, "Failed"),
  SUSPENDED_NEVER_SEEN_ABSENT(
      () -> Story.begins().failing(absent()).suspend(true), NEVER_SEEN_ABSENT.conditions, "Failed"),
  SUSPENDED_UNFINISHED_ABSENT(
      () -> Story.begins().poll(found("INPROGRESS")).failing(absent()).suspend(true),
      UNFINISHED_SEEN_NOW_ABSENT.conditions,
      "Failed"),
  RESUMED_RUNNING(
      () -> Story.begins().poll(found("INPROGRESS")).suspend(true).suspend(false),
      INPROGRESS.conditions,
      "InProgress"),
  RESUMED_NEVER_SEEN(
      () -> Story.begins().suspend(true).suspend(false),
      "Ready Unknown/Pending, Finished False/Pending",
      "InProgress");

  @SuppressWarnings("ImmutableEnumChecker") // each play begins a story of its own
  private final Supplier<Story> story;

  private final String conditions;
  private final String kstatus;

  ContractRow(Supplier<Story> story, String conditions, String kstatus) {
    this.story = story;
    this.conditions = conditions;
    this.kstatus = kstatus;
  }

  /** Plays the story. */
  Story play() {
    return story.get();
  }

  /** The resource as it is in the end. */
  public OptimizationJob resource() {
    return play().resource();
  }

  /** The conditions that tell of the job, as {@link #conditionsOf} has them. */
  public String conditions() {
    return conditions;
  }

  /** Current, Failed or InProgress. */
  public String kstatus() {
    return kstatus;
  }

  /** The conditions of a resource that tell of its job: all but Synced, in the order of types. */
  public static String conditionsOf(OptimizationJob resource) {
    return Stream.of(ConditionType.values())
        .filter(type -> type != ConditionType.SYNCED)
        .flatMap(
            type ->
                resource.getStatus().conditions().stream()
                    .filter(condition -> condition.type().equals(type.text())))
        .map(shown -> shown.type() + " " + shown.status() + "/" + shown.reason())
        .collect(Collectors.joining(", "));
  }

  private static String running(String reason) {
    return "Ready Unknown/%s, Reconciling True/%s, Finished False/%s".replace("%s", reason);
  }

  private static String endedBadly(String reason) {
    return "Ready False/%s, Stalled True/%s, Failed True/%s, Finished True/%s"
        .replace("%s", reason);
  }

  private static String stalled(String reason, String finished) {
    return "Ready False/%s, Stalled True/%s, Finished ".replace("%s", reason)
        + finished
        + "/"
        + reason;
  }

  private static Story othersFail(Story story) {
    return story
        .pollNeighbour(unavailable())
        .pollNeighbour(unavailable())
        .pollNeighbour(unavailable());
  }

  private static Story inRegion(String region) {
    return Story.begins("llama", new OptimizationJobSpec(null, region, null, null));
  }

  private static Story suspendedInRegion(String region) {
    return Story.begins("llama", new OptimizationJobSpec(null, region, null, true));
  }
}

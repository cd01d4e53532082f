package dev.jobreflector.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of a job and its resource, from numbered seeds: whatever happens, what is shown
 * keeps to the rules.
 */
class RandomStoriesTest {

  private static final int SEEDS_EACH = 100;
  private static final int STEPS = 60;

  @ParameterizedTest(name = "from seed {0}")
  @ValueSource(ints = {0, 100, 200, 300, 400, 500, 600, 700})
  void what_is_shown_keeps_to_the_rules(int firstSeed) {
    for (int seed = firstSeed; seed < firstSeed + SEEDS_EACH; seed++) {
      new Life(seed).play();
    }
  }

  private static final class Life {
    private final Random random;
    private final int seed;
    private final Story story = Story.begins();
    private final Set<OptimizationJobDescription> observed = new HashSet<>();
    private final Set<String> persistedStates = new HashSet<>();
    private @Nullable String state;
    private Instant jobCreated = Descriptions.JOB_CREATED;
    private @Nullable Answer weather;
    private int requests;
    private String where = "";

    Life(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        where = "seed " + seed + ", step " + step + ": ";
        act();
      }
    }

    private void act() {
      int action = random.nextInt(20);
      if (action < 3) {
        jobGoesOn();
      } else if (action < 5) {
        weatherChanges();
      } else if (action == 5) {
        where += "restart";
        checked(() -> story.restart());
      } else if (action == 6) {
        boolean suspend = random.nextBoolean();
        where += "suspend " + suspend;
        checked(() -> story.suspend(suspend));
      } else if (action == 7) {
        where += "edit";
        checked(() -> story.resyncEvery(5 + random.nextInt(100)));
      } else if (action == 8) {
        where += "request";
        checked(() -> story.request("request-" + requests++));
      } else if (action == 9) {
        where += "crash between Event and status write";
        crash();
      } else {
        where += "poll in state " + state + (weather == null ? "" : " that fails");
        Answer answer = answer();
        checked(() -> story.poll(answer));
      }
    }

    private void jobGoesOn() {
      List<String> next =
          state == null
              ? List.of("STARTING")
              : switch (state) {
                case "STARTING" -> List.of("INPROGRESS", "STOPPING", "FAILED", "GONE");
                case "INPROGRESS" -> List.of("COMPLETED", "FAILED", "STOPPING", "PAUSED", "GONE");
                case "PAUSED" -> List.of("COMPLETED", "STOPPED", "FAILED");
                case "STOPPING" -> List.of("STOPPED", "GONE");
                default -> List.of("GONE", state, state);
              };
      String entered = next.get(random.nextInt(next.size()));
      if (state == null) {
        jobCreated = jobCreated.plusSeconds(1 + random.nextInt(1000));
      }
      state = entered.equals("GONE") ? null : entered;
    }

    private void weatherChanges() {
      List<Answer> failures =
          List.of(
              Answer.denied(),
              Answer.misconfigured(),
              Answer.throttled(),
              Answer.unavailable(),
              Answer.credentialsRefused());
      weather = random.nextBoolean() ? null : failures.get(random.nextInt(failures.size()));
    }

    private Answer answer() {
      if (weather != null) {
        return weather;
      }
      if (state == null) {
        return Answer.absent();
      }
      OptimizationJobDescription description = Descriptions.in(state, jobCreated);
      observed.add(description);
      return Answer.found(description);
    }

    /** The Events are made, the write is lost, and the same is decided later on. */
    private void crash() {
      story.silently(Story.POLL_EVERY, answer());
      List<String> made = identities(story.decide());
      story.silently(Story.POLL_EVERY, null);
      assertThat(identities(story.decide())).as(where).isEqualTo(made);
      checked(story::reconcile);
    }

    private void checked(Runnable action) {
      OptimizationJobStatus before = story.status();
      int eventsBefore = story.events().size();
      int writesBefore = story.writes();
      action.run();
      List<Announcement> made = story.events().subList(eventsBefore, story.events().size());
      OptimizationJobStatus after = story.status();

      conditionsKeepTheRules(after);
      timesMoveOnlyWithStatus(before, after);
      eventsAreMadeOnce(before, after, made);
      observationsDecideWhatTheyMay(before, after);
      nothingMoreIsDecided();
      whatIsUnfinishedIsPolled();
      if (story.writes() == writesBefore) {
        assertThat(after).as(where).isEqualTo(before);
      } else {
        assertThat(after.observedGeneration())
            .as(where)
            .isEqualTo(story.resource().getMetadata().getGeneration());
      }
    }

    private void conditionsKeepTheRules(OptimizationJobStatus after) {
      assertThat(FluxRules.broken(story.resource())).as(where).isEmpty();
      for (ConditionType type :
          List.of(
              ConditionType.RECONCILING,
              ConditionType.STALLED,
              ConditionType.COMPLETE,
              ConditionType.FAILED)) {
        assertThat(story.shown(type)).as(where + type).matches("-|True/.*");
      }
      OptimizationJobDescription description = after.description();
      assertThat(description == null || observed.contains(description))
          .as(where + "the whole description of one response")
          .isTrue();
      JobState shown =
          description == null ? JobState.UNKNOWN : JobState.of(description.optimizationJobStatus());
      assertThat(story.condition(ConditionType.COMPLETE) != null)
          .as(where + "Complete")
          .isEqualTo(shown == JobState.COMPLETED);
      assertThat(story.condition(ConditionType.FAILED) != null)
          .as(where + "Failed")
          .isEqualTo(shown == JobState.FAILED || shown == JobState.STOPPED);
      boolean gone =
          description != null && story.shown(ConditionType.READY).equals("False/JobNotFound");
      assertThat(story.shown(ConditionType.FINISHED).startsWith("True"))
          .as(where + "Finished")
          .isEqualTo(shown.isFinal() || gone);
      assertThat(after.transitions()).as(where).hasSizeLessThanOrEqualTo(20);
      if (description == null) {
        theFirstMinuteTellsTheTruth(after);
      } else {
        assertThat(after.region()).as(where).isEqualTo("us-east-1");
        assertThat(after.accountId()).as(where).isEqualTo(Answer.ACCOUNT);
        int last = after.transitions().size() - 1;
        assertThat(after.transitions().get(last).optimizationJobStatus())
            .as(where + "the last transition")
            .isEqualTo(description.optimizationJobStatus());
      }
    }

    private void theFirstMinuteTellsTheTruth(OptimizationJobStatus after) {
      assertThat(after.conditions())
          .as(where)
          .extracting(Condition::message)
          .noneMatch(message -> message.contains("last known"));
      Observation polled = story.input().polls().job().newest();
      if (polled != null && !story.input().suspended()) {
        assertThat(story.shown(ConditionType.READY))
            .as(where + "after a failed poll")
            .isNotEqualTo("Unknown/Pending");
      }
    }

    private void timesMoveOnlyWithStatus(
        OptimizationJobStatus before, OptimizationJobStatus after) {
      for (Condition now : after.conditions()) {
        Condition then =
            before.conditions().stream()
                .filter(condition -> condition.type().equals(now.type()))
                .findFirst()
                .orElse(null);
        boolean same = then != null && then.status().equals(now.status());
        assertThat(now.lastTransitionTime())
            .as(where + now.type())
            .isEqualTo(
                same ? then.lastTransitionTime() : story.now().truncatedTo(ChronoUnit.SECONDS));
      }
    }

    private void eventsAreMadeOnce(
        OptimizationJobStatus before, OptimizationJobStatus after, List<Announcement> made) {
      assertThat(made).as(where).extracting(Announcement::identity).doesNotHaveDuplicates();
      List<String> ofTheJob =
          made.stream()
              .filter(event -> event.action().equals("Reflect"))
              .map(Announcement::identity)
              .toList();
      for (String identity : ofTheJob) {
        assertThat(persistedStates.add(identity)).as(where + "first time " + identity).isTrue();
      }
      boolean changed = !after.transitions().equals(before.transitions());
      assertThat(!ofTheJob.isEmpty()).as(where + "a transition and its Event").isEqualTo(changed);
    }

    private void observationsDecideWhatTheyMay(
        OptimizationJobStatus before, OptimizationJobStatus after) {
      Observation newest = story.newest();
      if (!(newest instanceof Observation.Found)) {
        assertThat(after.description()).as(where).isEqualTo(before.description());
      }
      if (newest instanceof Observation.AccountFailure && !before.conditions().isEmpty()) {
        assertThat(status(after, "Ready")).as(where).isEqualTo(status(before, "Ready"));
        assertThat(status(after, "Stalled")).as(where).isEqualTo(status(before, "Stalled"));
      }
      if (story.input().suspended() && !after.equals(before)) {
        assertThat(story.shown(ConditionType.SYNCED)).as(where).isEqualTo("Unknown/Suspended");
        assertThat(story.shown(ConditionType.RECONCILING)).as(where).isEqualTo("-");
      }
    }

    private void nothingMoreIsDecided() {
      Decision again = story.silently(java.time.Duration.ofSeconds(3), null).decide();
      assertThat(Reflection.isShown(story.input(), again)).as(where).isTrue();
      assertThat(again.announcements()).as(where).isEmpty();
      assertThat(again.transition()).as(where).isNull();
    }

    private void whatIsUnfinishedIsPolled() {
      PollRequest pollRequest = story.decide().pollRequest();
      if (story.input().suspended()) {
        assertThat(pollRequest).as(where).isNull();
      } else if (story.shown(ConditionType.FINISHED).startsWith("False")) {
        assertThat(pollRequest).as(where + "a poll that goes on").isNotNull();
      }
    }

    private static String status(OptimizationJobStatus status, String type) {
      return status.conditions().stream()
          .filter(condition -> condition.type().equals(type))
          .map(Condition::status)
          .findFirst()
          .orElse("-");
    }

    private static List<String> identities(Decision decision) {
      return decision.announcements().stream().map(Announcement::identity).toList();
    }
  }
}

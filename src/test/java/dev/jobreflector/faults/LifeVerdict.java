package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.Scene;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what resources and Events tell of jobs with what the jobs lived through. */
final class LifeVerdict {

  private static final Set<String> STATES =
      Set.of("STARTING", "INPROGRESS", "STOPPING", "STOPPED", "COMPLETED", "FAILED");

  private final List<String> missing = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();
  private final List<String> invented = new ArrayList<>();
  private final List<String> unordered = new ArrayList<>();
  private final List<String> unsorted = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> shownAgain = new ArrayList<>();
  private int transitions;
  private int events;

  private LifeVerdict() {}

  /** Of all jobs, as it is now. */
  static LifeVerdict of(Scene scene, BusyJobs jobs) {
    LifeVerdict verdict = new LifeVerdict();
    Map<String, List<Event>> eventsOf =
        scene.events().stream()
            .filter(event -> event.getRegarding().getKind().equals(OptimizationJob.KIND))
            .collect(Collectors.groupingBy(event -> event.getRegarding().getUid()));
    for (OptimizationJob resource : scene.all()) {
      String name = resource.getMetadata().getName();
      List<Event> about = eventsOf.getOrDefault(resource.getMetadata().getUid(), List.of());
      List<String> life = jobs.life(name);
      if (!life.isEmpty()) {
        verdict.judge(scene, resource, life, about);
      }
    }
    return verdict;
  }

  /** Adds all of it to the figures. */
  void addTo(Judge judge) {
    judge
        .show("transitions shown", transitions, Unit.NUMBER)
        .show("Events", events, Unit.NUMBER)
        .none("transitions shown without their Event", missing)
        .none("transitions with more than one Event", doubled)
        .none("Events of states that the job was not in", invented)
        .none("resources whose Events are not in the order of the life", unordered)
        .none("resources whose Events do not sort so by name", unsorted)
        .none("resources that showed a transition twice", shownAgain)
        .none("resources whose final status is wrong", wrong);
  }

  private void judge(
      Scene scene, OptimizationJob resource, List<String> life, List<Event> allEvents) {
    String name = resource.getMetadata().getName();
    List<String> shown = resource.getStatus() == null ? List.of() : Scene.transitions(resource);
    transitions += shown.size();
    List<Event> told =
        allEvents.stream()
            .filter(event -> STATES.contains(state(event)))
            .sorted(Comparator.comparing(event -> event.getEventTime().getTime()))
            .toList();
    events += told.size();
    List<String> states = told.stream().map(LifeVerdict::state).toList();
    if (!states.containsAll(shown)) {
      missing.add(name + " shows " + shown + ", its Events " + states);
    }
    if (new HashSet<>(states).size() < states.size()) {
      doubled.add(name + " " + states);
    }
    if (!life.containsAll(states)) {
      invented.add(name + " was " + life + ", its Events say " + states);
    }
    if (!isInOrder(states, life)) {
      unordered.add(name + " was " + life + ", its Events say " + states);
    }
    List<String> byName =
        told.stream()
            .sorted(Comparator.comparing(event -> event.getMetadata().getName()))
            .map(LifeVerdict::state)
            .toList();
    if (!isInOrder(byName, life)) {
      unsorted.add(name + " was " + life + ", by name " + byName);
    }
    if (new HashSet<>(shown).size() < shown.size()) {
      shownAgain.add(name + " " + shown);
    }
    ShownRight.problem(resource, scene.sageMaker().jobs().find(name).orElse(null))
        .ifPresent(problem -> wrong.add(name + ": " + problem));
  }

  private static boolean isInOrder(List<String> states, List<String> life) {
    List<Integer> places = states.stream().map(life::indexOf).toList();
    return places.equals(places.stream().sorted().toList());
  }

  private static String state(Event event) {
    return event.getReason().toUpperCase(Locale.ROOT);
  }
}

package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.Scene;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What the resources have shown from their beginning, version by version. */
final class VersionsVerdict {

  private final List<String> needless = new ArrayList<>();
  private final List<String> wentBack = new ArrayList<>();
  private int most;
  private int writes;

  private VersionsVerdict() {}

  /** Of all resources that are there now. */
  static VersionsVerdict of(Scene scene) {
    VersionsVerdict verdict = new VersionsVerdict();
    scene.all().forEach(resource -> verdict.judge(scene, resource));
    return verdict;
  }

  /** Adds all of it to the figures. */
  void addTo(Judge judge) {
    judge
        .none("resources that went back to a state they had left", wentBack)
        .none("status writes that show neither a new state nor a new Synced", needless)
        .show("status writes", writes, Unit.NUMBER)
        .show("most of one resource", most, Unit.NUMBER);
  }

  /** What a version tells that is worth a write. */
  static String told(OptimizationJob version) {
    return Scene.jobStatus(version) + ", Synced " + Scene.condition(version, "Synced");
  }

  private void judge(Scene scene, OptimizationJob resource) {
    String name = resource.getMetadata().getName();
    List<String> states = new ArrayList<>();
    String before = "";
    List<OptimizationJob> versions = scene.history().versions(name);
    for (OptimizationJob version : versions.subList(1, versions.size())) {
      String state = String.valueOf(Scene.jobStatus(version));
      String told = told(version);
      if (told.equals(before)) {
        needless.add(name + " was " + told + " already");
      }
      before = told;
      if (states.isEmpty() || !state.equals(states.get(states.size() - 1))) {
        states.add(state);
      }
    }
    if (new HashSet<>(states).size() < states.size()) {
      wentBack.add(name + " showed " + states);
    }
    writes += versions.size() - 1;
    most = Math.max(most, versions.size() - 1);
  }
}

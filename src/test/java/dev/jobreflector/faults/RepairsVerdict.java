package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.operator.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the operator wrote while another client wrote the same statuses. */
final class RepairsVerdict {

  /** Ten seconds from decision to decision; as seen it may be a little less. */
  private static final Duration BETWEEN_REPAIRS = Duration.ofSeconds(9);

  private final List<String> left = new ArrayList<>();
  private final List<String> needless = new ArrayList<>();
  private final List<String> tooSoon = new ArrayList<>();
  private final List<String> decidedOtherwise = new ArrayList<>();
  private final List<String> wentBack = new ArrayList<>();
  private int changes;
  private int repairs;
  private int mostRepairs;

  /**
   * One version of a resource.
   *
   * @param hostile whether the other client wrote it
   * @param told what it tells that is new: the job's state and Synced
   * @param state the state of the job
   * @param nanos when it was seen. The managedFields do not tell: a write that only removes what
   *     others added leaves their time as it was
   */
  record Version(
      boolean hostile, String told, String state, OptimizationJobStatus status, long nanos) {}

  /**
   * Of all resources that are there now.
   *
   * @param hostileVersions what the other client wrote
   */
  static RepairsVerdict of(Scene scene, Set<String> hostileVersions) {
    RepairsVerdict verdict = new RepairsVerdict();
    for (OptimizationJob resource : scene.all()) {
      String name = resource.getMetadata().getName();
      List<OptimizationJob> versions = scene.history().versions(name);
      verdict.judge(
          name,
          versions.subList(1, versions.size()).stream()
              .map(version -> version(scene, version, hostileVersions))
              .toList());
    }
    return verdict;
  }

  private static Version version(
      Scene scene, OptimizationJob resource, Set<String> hostileVersions) {
    return new Version(
        hostileVersions.contains(resource.getMetadata().getResourceVersion()),
        VersionsVerdict.told(resource),
        String.valueOf(Scene.jobStatus(resource)),
        resource.getStatus(),
        scene.history().seenAt(resource));
  }

  /**
   * Whether a resource shows what the other client wrote, and the operator did not write before.
   */
  static boolean showsForged(Scene scene, OptimizationJob resource, Set<String> hostileVersions) {
    if (!hostileVersions.contains(resource.getMetadata().getResourceVersion())) {
      return false;
    }
    List<OptimizationJob> own =
        scene.history().versions(resource.getMetadata().getName()).stream()
            .filter(
                version -> !hostileVersions.contains(version.getMetadata().getResourceVersion()))
            .toList();
    return !own.get(own.size() - 1).getStatus().equals(resource.getStatus());
  }

  /** Judges one resource by its versions but the created one, oldest first. */
  void judge(String name, List<Version> versions) {
    Map<String, OptimizationJobStatus> decided = new HashMap<>();
    List<String> states = new ArrayList<>();
    Version own = null;
    Version repair = null;
    boolean forged = false;
    int repairsBefore = repairs;
    for (Version version : versions) {
      if (version.hostile()) {
        // What is right already is not written again.
        forged = own == null || !own.status().equals(version.status());
        continue;
      }
      if (own != null && own.told().equals(version.told())) {
        if (!forged) {
          needless.add(name + " was " + version.told() + " already");
        }
        repairs++;
        long since = repair == null ? Long.MAX_VALUE : version.nanos() - repair.nanos();
        if (since < BETWEEN_REPAIRS.toNanos()) {
          tooSoon.add("%s after %.1f s".formatted(name, since / 1e9));
        }
        repair = version;
      } else {
        changes++;
      }
      OptimizationJobStatus before = decided.putIfAbsent(version.told(), version.status());
      if (before != null && !before.equals(version.status())) {
        decidedOtherwise.add(name + ": " + before + ", then " + version.status());
      }
      if (states.isEmpty() || !states.get(states.size() - 1).equals(version.state())) {
        states.add(version.state());
      }
      own = version;
      forged = false;
    }
    if (forged) {
      left.add(name + " shows what another client wrote");
    }
    if (new HashSet<>(states).size() < states.size()) {
      wentBack.add(name + " showed " + states);
    }
    mostRepairs = Math.max(mostRepairs, repairs - repairsBefore);
  }

  /** Adds all of it to the figures. */
  void addTo(Judge judge) {
    judge
        .none("resources that show what another client wrote", left)
        .none("statuses written again otherwise than before", decidedOtherwise)
        .none("resources that the operator took back to a state they had left", wentBack)
        .none("status writes that show nothing new and repair nothing", needless)
        .none("repairs of a resource within 9 s of the one before", tooSoon)
        .show("status writes for changes", changes, Unit.NUMBER)
        .show("status writes for repairs", repairs, Unit.NUMBER)
        .show("most repairs of one resource", mostRepairs, Unit.NUMBER);
  }
}

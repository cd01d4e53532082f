package dev.jobreflector.faults;

import java.util.List;

/** All scenarios, in the order of the table. */
final class FaultCatalog {

  private FaultCatalog() {}

  static List<FaultScenario> all() {
    return List.of(
        new Kills(),
        new PausedLeaders(),
        new FaultyProxy(),
        new FaultyAws(),
        new MutatedAnswers(),
        new HostileResources(),
        new HostileStatuses(),
        new ChurningCluster());
  }
}

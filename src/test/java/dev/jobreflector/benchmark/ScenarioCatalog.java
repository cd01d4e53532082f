package dev.jobreflector.benchmark;

import java.nio.file.Path;
import java.util.List;

/** All scenarios, in the order of the table. */
final class ScenarioCatalog {

  private static final int RSS_OF_100_000 = 400;

  private ScenarioCatalog() {}

  /**
   * All of them.
   *
   * @param plot where the growth is drawn
   */
  static List<Scenario> all(Path plot) {
    return List.of(
        new Steady("steady", 10_000, null),
        new Steady("steady-100k", 100_000, RSS_OF_100_000),
        new Storm(),
        new Bulk(),
        new Backlog(),
        new Quiet(),
        new Restart(),
        new Outage(),
        new RawPower(),
        new Onboarding(),
        new Small(),
        new Busy(),
        new PlainPoller(),
        new Churn(),
        new Growth(plot));
  }
}

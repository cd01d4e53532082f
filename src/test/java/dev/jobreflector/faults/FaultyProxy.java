package dev.jobreflector.faults;

import dev.jobreflector.operator.ApiServerProxy;
import dev.jobreflector.operator.ApiServerProxy.Point;
import dev.jobreflector.operator.Treatment;
import dev.jobreflector.operator.Treatment.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/** The way to the API server cuts, delays, swallows, truncates and refuses. */
final class FaultyProxy implements FaultScenario {

  private static final double OFTEN = 0.4;
  private static final long LONGEST_DELAY_MILLIS = 3000;
  private static final Duration CUT_EACH = Duration.ofSeconds(1);
  private static final String HALF_A_LINE = "{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Opt";
  private static final String TOO_OLD =
      """
      {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},\
      "status":"Failure","message":"too old resource version","reason":"Expired","code":410}}
      """;

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public String about() {
    return "the way to the API server cuts, delays, black-holes, truncates and refuses requests";
  }

  /** Each phase so many times, for so long. */
  @Override
  public Extent extent() {
    return Extent.of(24, 1, Duration.ofSeconds(12));
  }

  @Override
  public void run(Trials trials, Extent extent, Judge judge) throws InterruptedException {
    try (Trial trial = trials.open(extent);
        ApiServerProxy proxy = new ApiServerProxy(trial.server())) {
      BusyJobs jobs = new BusyJobs(trial);
      trial.operators().start(trial.operator("proxy").through(proxy.kubeconfig()));
      Phases phases = new Phases(trial, jobs);
      phases.liveThrough(phases(proxy, trial.random()));
      phases.addTo(judge);
      Aftermath.of(trial, jobs).judge(judge);
    }
  }

  private static List<Phase> phases(ApiServerProxy proxy, Random random) {
    Requests requests = new Requests(proxy, random);
    return List.of(
        requests.some("requests cut on their way", new Treatment.Cut(Point.BEFORE_IT_ARRIVES)),
        requests.some("requests done, answers cut", new Treatment.Cut(Point.BEFORE_THE_ANSWER)),
        requests.some("answers truncated", new Treatment.Truncate()),
        requests.delayed("requests delayed by up to 3 s"),
        requests.some("some refused with 500", new Treatment.Refuse(500, "InternalError")),
        requests.all("all refused with 503", seen -> true, refuse(503, "ServiceUnavailable")),
        requests.all("all refused with 429", seen -> true, refuse(429, "TooManyRequests")),
        requests.all("all refused with 403", seen -> true, refuse(403, "Forbidden")),
        requests.all("all refused with 401", seen -> true, refuse(401, "Unauthorized")),
        requests.all(
            "status writes refused with 403", FaultyProxy::isStatus, refuse(403, "Forbidden")),
        requests.all("Events refused with 500", FaultyProxy::isEvent, refuse(500, "InternalError")),
        requests.all("watches refused with 500", Seen::watch, refuse(500, "InternalError")),
        new WatchCuts(proxy, "").phase("watches cut each second"),
        new WatchCuts(proxy, HALF_A_LINE).phase("watches cut within a line"),
        new WatchCuts(proxy, TOO_OLD).phase("watches too old (410)"),
        Phase.of(
            "a black hole",
            () -> {
              proxy.holdWatches();
              proxy.treat(seen -> new Treatment.Hold());
            },
            proxy::forward));
  }

  private static boolean isStatus(Seen seen) {
    return seen.isWrite() && seen.path().endsWith("/status");
  }

  private static boolean isEvent(Seen seen) {
    return seen.isWrite() && seen.path().endsWith("/events");
  }

  private static Treatment refuse(int status, String reason) {
    return new Treatment.Refuse(status, reason);
  }

  /** Phases in which requests are treated so. */
  private record Requests(ApiServerProxy proxy, Random random) {

    Phase some(String name, Treatment treatment) {
      return phase(name, seen -> chance() < OFTEN ? treatment : Treatment.forward());
    }

    /** Watches that are open are cut first: else they would go on. */
    Phase all(String name, Predicate<Seen> which, Treatment treatment) {
      return Phase.of(
          name,
          () -> {
            proxy.treat(seen -> which.test(seen) ? treatment : Treatment.forward());
            proxy.cutWatches("");
          },
          proxy::forward);
    }

    Phase delayed(String name) {
      return phase(
          name,
          seen -> new Treatment.Delay(Duration.ofMillis((long) (LONGEST_DELAY_MILLIS * chance()))));
    }

    private Phase phase(String name, Function<Seen, Treatment> treatment) {
      return Phase.of(name, () -> proxy.treat(treatment), proxy::forward);
    }

    private synchronized double chance() {
      return random.nextDouble();
    }
  }

  /** Cuts the watches again and again while it lasts. */
  private static final class WatchCuts {
    private final ApiServerProxy proxy;
    private final String last;
    private volatile boolean on;

    private WatchCuts(ApiServerProxy proxy, String last) {
      this.proxy = proxy;
      this.last = last;
    }

    private Phase phase(String name) {
      return Phase.of(
          name,
          () -> {
            on = true;
            Thread cutter = new Thread(this::cut, "watch-cuts");
            cutter.setDaemon(true);
            cutter.start();
          },
          () -> on = false);
    }

    private void cut() {
      while (on) {
        LockSupport.parkNanos(CUT_EACH.toNanos());
        if (on) {
          proxy.cutWatches(last);
        }
      }
    }
  }
}

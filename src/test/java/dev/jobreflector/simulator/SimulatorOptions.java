package dev.jobreflector.simulator;

import java.time.Clock;

/**
 * What a simulator starts with.
 *
 * @param port on loopback; 0 for any free one
 * @param clock what jobs live by; limits and latencies are always in real time
 * @param home the account of unknown access keys, and the region that {@link
 *     SageMakerSimulator#jobs()} means; requests are served in the region they are signed for
 * @param threads requests answered at once; one that is delayed takes its thread along
 * @param calls where calls are recorded
 */
public record SimulatorOptions(
    int port, Clock clock, AccountRegion home, int threads, CallLog calls) {

  /** Any port, the system's clock, 123456789012 in us-east-1, 64 threads, keeping all calls. */
  public static SimulatorOptions defaults() {
    return new SimulatorOptions(
        0,
        Clock.systemUTC(),
        new AccountRegion("123456789012", "us-east-1"),
        64,
        CallLog.keepingAll());
  }

  public SimulatorOptions withPort(int port) {
    return new SimulatorOptions(port, clock, home, threads, calls);
  }

  public SimulatorOptions withClock(Clock clock) {
    return new SimulatorOptions(port, clock, home, threads, calls);
  }

  public SimulatorOptions withHome(String accountId, String region) {
    return new SimulatorOptions(port, clock, new AccountRegion(accountId, region), threads, calls);
  }

  public SimulatorOptions withThreads(int threads) {
    return new SimulatorOptions(port, clock, home, threads, calls);
  }

  public SimulatorOptions withCalls(CallLog calls) {
    return new SimulatorOptions(port, clock, home, threads, calls);
  }
}

package dev.jobreflector.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A running simulator; see the package. Close it when done. */
public final class SageMakerSimulator implements AutoCloseable {

  static {
    // Read by the server's class when it loads: without it each kept-alive call costs 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final SimulatorOptions options;
  private final Map<AccountRegion, JobStore> stores = new ConcurrentHashMap<>();
  private final Plans plans = new Plans();
  private final Faults faults = new Faults(System::nanoTime);
  private final AccessKeys accessKeys;
  private final ExecutorService threads;
  private final HttpServer server;

  private SageMakerSimulator(SimulatorOptions options) throws IOException {
    this.options = options;
    this.accessKeys = new AccessKeys(options.home().accountId());
    this.server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 1024);
    this.threads =
        Executors.newFixedThreadPool(
            options.threads(),
            task -> {
              Thread thread = new Thread(task, "sagemaker-simulator");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext(
        "/",
        new WireProtocol(
            new OptimizationJobsApi(options.clock(), plans, this::jobs),
            faults,
            accessKeys,
            options.calls()));
    server.start();
  }

  /** Starts with {@link SimulatorOptions#defaults()}. */
  public static SageMakerSimulator start() {
    return start(SimulatorOptions.defaults());
  }

  /** Starts; {@link UncheckedIOException} where the port is taken. */
  public static SageMakerSimulator start(SimulatorOptions options) {
    try {
      return new SageMakerSimulator(options);
    } catch (IOException e) {
      throw new UncheckedIOException("No simulator on port " + options.port(), e);
    }
  }

  /** What clients use as endpoint override, for instance as AWS_ENDPOINT_URL_SAGEMAKER. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The jobs of the home account and region. */
  public JobStore jobs() {
    return jobs(options.home());
  }

  /** The jobs of any account and region. */
  public JobStore jobs(AccountRegion place) {
    return stores.computeIfAbsent(place, p -> new JobStore(p, options.clock(), plans));
  }

  /** The home account and region. */
  public AccountRegion home() {
    return options.home();
  }

  /** How new jobs live. */
  public Plans plans() {
    return plans;
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** Who calls. */
  public AccessKeys accessKeys() {
    return accessKeys;
  }

  /** Every call so far. */
  public CallLog calls() {
    return options.calls();
  }

  /** What jobs live by. */
  public Clock clock() {
    return options.clock();
  }

  /** Stops at once; calls that are being answered lose their connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

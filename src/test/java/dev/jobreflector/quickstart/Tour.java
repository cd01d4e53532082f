package dev.jobreflector.quickstart;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the quickstart does, step by step; closing it stops all that was started. */
final class Tour implements AutoCloseable {

  private static final Duration EXAMPLES_END_WITHIN = Duration.ofSeconds(60);
  private static final List<String> SHORT_TIMES =
      List.of("--resync-period=1s", "--retry-period=1s", "--grace-time=4s", "--aws-rate=20");

  private final Screen screen;
  private final CustomResourceDefinition definition;
  private final String operatorClassPath;
  private final Path folder = Quickstart.FOLDER.toAbsolutePath();
  private final long startNanos = System.nanoTime();

  private @Nullable Cluster cluster;
  private @Nullable SimulatedJobs simulated;
  private @Nullable OperatorProcess operator;
  private @Nullable LiveView view;

  Tour(Screen screen, CustomResourceDefinition definition, String operatorClassPath) {
    this.screen = screen;
    this.definition = definition;
    this.operatorClassPath = operatorClassPath;
  }

  /** The cluster to use: comes first. */
  void cluster(Supplier<Cluster> start) throws IOException {
    Files.createDirectories(folder);
    cluster = start.get();
    screen.say("API server: " + cluster.description());
  }

  /** The examples, their jobs simulated; whether all ended as expected. */
  boolean ofExamples() throws IOException, InterruptedException {
    simulated = new SimulatedJobs(screen);
    screen.say("SageMaker:  simulator (speaks the AWS protocol), " + simulated.url());
    startOperator(
        SHORT_TIMES, simulated.operatorEnvironment(folder.resolve("no-such-file").toString()));
    List<OptimizationJob> manifests =
        Arrays.stream(Example.values()).map(Example::manifest).toList();
    screen.command("kubectl apply -f examples/");
    apply(manifests);
    watch(manifests);
    simulated.begin();
    boolean allEnded = awaitEnd(manifests.size(), EXAMPLES_END_WITHIN);
    if (!allEnded) {
      screen.say(screen.bad("Not all of them ended in time."));
    }
    showEnd();
    return tellWhetherAsExpected();
  }

  /** Jobs that are there in AWS, until all have ended; whether they did. */
  boolean ofRealJobs(List<String> jobs) throws IOException, InterruptedException {
    screen.say("SageMaker:  AWS, by the default chain of region and credentials");
    startOperator(List.of("--resync-period=10s"), Map.of());
    List<OptimizationJob> manifests = jobs.stream().map(Tour::manifest).toList();
    apply(manifests);
    screen.say("Until all of them have ended, or Ctrl-C:");
    watch(manifests);
    boolean allEnded = awaitEnd(manifests.size(), null);
    showEnd();
    return allEnded;
  }

  /** Says how to look around, and returns when the operator has ended. */
  void keepRunning() throws InterruptedException {
    screen.gap();
    screen.say(screen.bold("Still running, until Ctrl-C.") + " To look around:");
    screen.gap();
    cluster.commands().forEach(line -> screen.say("  " + line));
    if (simulated != null) {
      screen.say("  aws sagemaker list-optimization-jobs --endpoint-url " + simulated.url());
    }
    screen.say("  curl -s " + operator.http("/metrics") + " | grep ^jobreflector_");
    screen.gap();
    new CountDownLatch(1).await();
  }

  @Override
  public synchronized void close() {
    for (AutoCloseable part : Arrays.asList(operator, view, simulated, cluster)) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        System.err.println("quickstart: while stopping: " + e);
      }
    }
    operator = null;
    view = null;
    simulated = null;
    cluster = null;
  }

  private void startOperator(List<String> settings, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(settings);
    flags.add("--leader-election=false");
    flags.add("--namespaces=" + cluster.namespace());
    Map<String, String> variables = new HashMap<>(environment);
    if (cluster.kubeconfig() != null) {
      variables.put("KUBECONFIG", cluster.kubeconfig().toString());
    }
    Path log = folder.resolve("operator.log");
    operator = OperatorProcess.start(operatorClassPath, flags, variables, log);
    screen.say(
        "Operator:   a process of its own, log in " + Path.of("").toAbsolutePath().relativize(log));
    screen.say("            job-reflector " + String.join(" ", flags));
    screen.gap();
  }

  private void apply(List<OptimizationJob> manifests) {
    for (OptimizationJob manifest : manifests) {
      cluster.client().resource(manifest).inNamespace(cluster.namespace()).create();
      screen.say(
          "optimizationjob.%s/%s created"
              .formatted(OptimizationJob.GROUP, manifest.getMetadata().getName()));
    }
    screen.gap();
  }

  private void watch(List<OptimizationJob> manifests) {
    List<String> names = manifests.stream().map(m -> m.getMetadata().getName()).toList();
    screen.command("kubectl get optimizationjobs -w & kubectl events -w");
    screen.beginLive();
    view = new LiveView(cluster, definition, names, screen);
  }

  private boolean awaitEnd(int count, @Nullable Duration limit)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (!view.allEnded(count)) {
      if (!operator.isAlive()) {
        throw new QuickstartException(
            "The operator ended. Its last log lines:\n" + operator.lastLog());
      }
      if (limit != null && System.nanoTime() - begin > limit.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return true;
  }

  private void showEnd() {
    screen.gap();
    screen.command("kubectl get optimizationjobs -o wide");
    view.printWide();
    screen.gap();
    List<Event> events = view.events();
    screen.say(
        events.size()
            + " Events: "
            + events.stream()
                .collect(Collectors.groupingBy(Event::getReason, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ")));
    if (simulated != null) {
      screen.say(
          "AWS calls: "
              + simulated.calls().entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey())
                  .collect(Collectors.joining(", ")));
    }
  }

  private boolean tellWhetherAsExpected() {
    List<String> unexpected = new ArrayList<>();
    for (Example example : Example.values()) {
      String name = example.manifest().getMetadata().getName();
      String found =
          view.resources().stream()
              .filter(resource -> resource.getMetadata().getName().equals(name))
              .flatMap(resource -> LiveView.ready(resource).stream())
              .map(Condition::reason)
              .findFirst()
              .orElse("nothing");
      long told =
          view.events().stream()
              .filter(event -> event.getRegarding().getName().equals(name))
              .filter(event -> event.getReason().equals(example.expected()))
              .count();
      if (!found.equals(example.expected()) || told != 1) {
        unexpected.add(
            "%s: expected %s and one Event of it, found %s and %d"
                .formatted(name, example.expected(), found, told));
      }
    }
    String took =
        String.format(Locale.ROOT, " It took %.0f s.", (System.nanoTime() - startNanos) / 1e9);
    if (unexpected.isEmpty()) {
      screen.say(screen.good("All " + Example.values().length + " ended as expected.") + took);
    } else {
      screen.say(screen.bad("Not as expected:") + took);
      unexpected.forEach(line -> screen.say("  " + line));
    }
    return unexpected.isEmpty();
  }

  private static OptimizationJob manifest(String jobName) {
    OptimizationJob manifest = new OptimizationJob();
    manifest.setMetadata(
        new ObjectMetaBuilder().withName(jobName.toLowerCase(Locale.ROOT)).build());
    manifest.setSpec(new OptimizationJobSpec(jobName, null, null, null));
    return manifest;
  }
}

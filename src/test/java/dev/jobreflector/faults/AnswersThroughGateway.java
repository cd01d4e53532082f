package dev.jobreflector.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.benchmark.ReflectedStatus;
import dev.jobreflector.decision.Observation;
import dev.jobreflector.measurement.Parallel;
import dev.jobreflector.measurement.Unit;
import dev.jobreflector.simulator.CallLog;
import dev.jobreflector.simulator.Fault;
import dev.jobreflector.simulator.Operation;
import dev.jobreflector.simulator.SageMakerSimulator;
import dev.jobreflector.simulator.SimulatorOptions;
import dev.jobreflector.simulator.When;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Mutated answers go through the operator's own gateway and decision, in this process. */
final class AnswersThroughGateway {

  private static final int THREADS = 4;

  /** One status of so many is shown to the API server. */
  private static final int SAMPLE = 25;

  /** One of so many, of answers with values that a schema may not allow. */
  private static final int SAMPLE_OF_VALUES = 5;

  private static final String ESCAPED = "answers that made an exception escape";
  private static final String SLOW = "answers that took more than 10 s";
  private static final String OTHER_JOB = "answers about another job that were taken";
  private static final String NO_STATE = "answers without a state that were taken";
  private static final String REFUSED = "answers that say all they must, and were refused";
  private static final String UNDECIDED = "answers that no status could be made of";
  private static final String NOT_CANONICAL = "statuses that read back as others";
  private static final String UNCARRIED = "statuses with characters that YAML or terminals refuse";
  private static final String NOT_ACCEPTED = "statuses that the API server refuses";

  private static final double LONGEST_SECONDS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final KubernetesSerialization serialization;
  private final OptimizationJob resource;
  private final long seed;
  private final Map<Integer, MutatedAnswer> sent = new ConcurrentHashMap<>();
  private final Map<String, Queue<String>> problems = new ConcurrentHashMap<>();
  private final AtomicInteger found = new AtomicInteger();
  private final AtomicInteger checked = new AtomicInteger();

  /**
   * Nothing was sent yet.
   *
   * @param resource one that is there, for the API server to check statuses on
   */
  AnswersThroughGateway(KubernetesClient client, OptimizationJob resource, long seed) {
    this.client = client;
    this.serialization = client.getKubernetesSerialization();
    this.resource = resource;
    this.seed = seed;
  }

  /** Sends so many answers, and judges what became of them. */
  void judge(int answers, Judge judge) throws InterruptedException {
    try (SageMakerSimulator sageMaker =
            SageMakerSimulator.start(SimulatorOptions.defaults().withCalls(CallLog.countsOnly()));
        ReflectedStatus reflected = new ReflectedStatus(sageMaker)) {
      sageMaker
          .faults()
          .inject(When.operation(Operation.DESCRIBE), Fault.rewritten(this::mutatedAnswer));
      Parallel.forEach(
          THREADS,
          IntStream.range(0, answers).boxed().toList(),
          number -> ask(sageMaker, reflected, number));
    }
    judge
        .show("answers through the gateway", answers, Unit.NUMBER)
        .show("of them taken as descriptions", found.get(), Unit.NUMBER)
        .show("statuses checked by the API server", checked.get(), Unit.NUMBER);
    for (String kind :
        List.of(
            ESCAPED,
            SLOW,
            OTHER_JOB,
            NO_STATE,
            REFUSED,
            UNDECIDED,
            NOT_CANONICAL,
            UNCARRIED,
            NOT_ACCEPTED)) {
      judge.none(kind, problems.getOrDefault(kind, new ConcurrentLinkedQueue<>()));
    }
  }

  private byte[] mutatedAnswer(String jobName, String answer) {
    int number = SeededJobs.number(jobName);
    MutatedAnswer mutated = AnswerMutations.mutate(answer, SeededJobs.random(seed, number));
    sent.put(number, mutated);
    return mutated.bytes();
  }

  private void ask(SageMakerSimulator sageMaker, ReflectedStatus reflected, int number) {
    String job = SeededJobs.put(sageMaker, number);
    long begin = System.nanoTime();
    Observation observation;
    try {
      observation = reflected.observe(job);
    } catch (RuntimeException | Error e) {
      problem(ESCAPED, number, e.toString());
      return;
    }
    if ((System.nanoTime() - begin) / 1e9 > LONGEST_SECONDS) {
      problem(SLOW, number, "");
    }
    MutatedAnswer answer = sent.get(number);
    if (observation instanceof Observation.Found description) {
      found.incrementAndGet();
      taken(reflected, job, number, description);
    } else if (answer.isHarmless()) {
      problem(REFUSED, number, observation.toString());
    }
    sageMaker.jobs().remove(job);
    sent.remove(number);
  }

  private void taken(
      ReflectedStatus reflected, String job, int number, Observation.Found observation) {
    OptimizationJobDescription description = observation.description();
    if (!job.equals(description.optimizationJobName())) {
      problem(OTHER_JOB, number, description.optimizationJobName());
    }
    String state = description.optimizationJobStatus();
    if (state == null || state.isBlank()) {
      problem(NO_STATE, number, "'" + state + "'");
    }
    OptimizationJobStatus status;
    String text;
    try {
      status = reflected.decide(resource, observation).status();
      text = serialization.asJson(status);
    } catch (RuntimeException e) {
      problem(UNDECIDED, number, e.toString());
      return;
    }
    checkCanonical(number, status, text);
    ShownText.problem(tree(text)).ifPresent(where -> problem(UNCARRIED, number, where));
    if (number % (isOfValues(number) ? SAMPLE_OF_VALUES : SAMPLE) == 0) {
      checkAccepted(number, status);
    }
  }

  private void checkCanonical(int number, OptimizationJobStatus status, String text) {
    try {
      OptimizationJobStatus read = serialization.unmarshal(text, OptimizationJobStatus.class);
      if (!read.equals(status) || !serialization.asJson(read).equals(text)) {
        problem(NOT_CANONICAL, number, "it reads back as " + serialization.asJson(read));
      }
    } catch (RuntimeException e) {
      problem(NOT_CANONICAL, number, e.toString());
    }
  }

  private boolean isOfValues(int number) {
    String kind = sent.get(number).kind();
    return kind.contains("time")
        || kind.contains("number")
        || kind.contains("type")
        || kind.contains("empty");
  }

  private void checkAccepted(int number, OptimizationJobStatus status) {
    checked.incrementAndGet();
    OptimizationJob shown = new OptimizationJob();
    shown.setMetadata(resource.getMetadata());
    shown.setStatus(status);
    try {
      client.resource(shown).dryRun().updateStatus();
    } catch (KubernetesClientException e) {
      problem(NOT_ACCEPTED, number, e.getMessage());
    }
  }

  private void problem(String kind, int number, String why) {
    MutatedAnswer answer = sent.get(number);
    problems
        .computeIfAbsent(kind, any -> new ConcurrentLinkedQueue<>())
        .add("answer %d: %s (%s)".formatted(number, why, answer == null ? "" : answer.shown()));
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

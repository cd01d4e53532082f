package dev.jobreflector.faults;

import dev.jobreflector.operator.Scene;
import dev.jobreflector.simulator.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Jobs that live: each goes from STARTING to some end, a state at a time, at random moments. For
 * one that ends another begins, with a resource of its own. What each lived through is known.
 */
final class BusyJobs {

  private static final List<List<JobStatus>> LIVES =
      List.of(
          List.of(JobStatus.INPROGRESS, JobStatus.COMPLETED),
          List.of(JobStatus.INPROGRESS, JobStatus.FAILED),
          List.of(JobStatus.INPROGRESS, JobStatus.STOPPING, JobStatus.STOPPED));

  private final Scene scene;
  private final Random random;
  private final Map<String, Deque<JobStatus>> futures = new LinkedHashMap<>();
  private final Map<String, List<String>> lives = new LinkedHashMap<>();
  private int begun;

  /** Begins with so many. */
  BusyJobs(Trial trial) {
    this.scene = trial.scene();
    this.random = new Random(trial.extent().seed());
    for (int i = 0; i < trial.extent().jobs(); i++) {
      begin();
    }
  }

  /** Moves on a random job now and then. */
  @FunctionalInterface
  interface Moving {

    /** No job moves any more once this returns. */
    void stop();
  }

  /**
   * From now on moves on random jobs in the background.
   *
   * @param pause between two of them, on average
   */
  Moving moving(Duration pause) {
    AtomicBoolean stopped = new AtomicBoolean();
    Thread mover =
        new Thread(
            () -> {
              while (!stopped.get()) {
                moveOne();
                LockSupport.parkNanos(upTo(2 * pause.toNanos()));
              }
            },
            "busy-jobs");
    mover.setDaemon(true);
    mover.start();
    return () -> {
      stopped.set(true);
      LockSupport.unpark(mover);
      try {
        mover.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private synchronized long upTo(long nanos) {
    return (long) (random.nextDouble() * nanos);
  }

  /** Moves a random unfinished job to its next state; where that is its end, another begins. */
  synchronized void moveOne() {
    List<String> unfinished = unfinished();
    if (unfinished.isEmpty()) {
      return;
    }
    String job = unfinished.get(random.nextInt(unfinished.size()));
    moveOn(job);
    if (futures.get(job).isEmpty()) {
      try {
        begin();
      } catch (KubernetesClientException e) {
        // The API server is away: one job fewer.
      }
    }
  }

  /** Moves every unfinished job to its next state. No other begins. */
  synchronized void moveAll() {
    unfinished().forEach(this::moveOn);
  }

  /** All jobs that ever were, the first one first. */
  synchronized List<String> names() {
    return List.copyOf(futures.keySet());
  }

  /** Those that have a state before them. */
  synchronized List<String> unfinished() {
    return futures.keySet().stream().filter(job -> !futures.get(job).isEmpty()).toList();
  }

  /** The states that a job has been in, in this order; empty where there is no such job. */
  synchronized List<String> life(String job) {
    return List.copyOf(lives.getOrDefault(job, List.of()));
  }

  /** How many state changes there were, and jobs begun. */
  synchronized int changes() {
    return lives.values().stream().mapToInt(List::size).sum();
  }

  /** Those whose resource does not show the state that they are in. */
  List<String> notShown() {
    Map<String, String> shown = new LinkedHashMap<>();
    scene.all().forEach(job -> shown.put(job.getMetadata().getName(), Scene.jobStatus(job)));
    synchronized (this) {
      List<String> behind = new ArrayList<>();
      lives.forEach(
          (job, states) -> {
            String now = states.get(states.size() - 1);
            if (!now.equals(shown.get(job))) {
              behind.add(job + " is " + now + " and shown as " + shown.get(job));
            }
          });
      return behind;
    }
  }

  private synchronized void begin() {
    String job = "job-%05d".formatted(begun++);
    scene.createWithJob(job);
    futures.put(job, new ArrayDeque<>(LIVES.get(begun % LIVES.size())));
    lives.put(job, new ArrayList<>(List.of(JobStatus.STARTING.name())));
  }

  private void moveOn(String job) {
    JobStatus next = futures.get(job).remove();
    scene.sageMaker().jobs().transition(job, next);
    lives.get(job).add(next.name());
  }
}

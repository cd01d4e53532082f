package dev.jobreflector.benchmark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which jobs go on, in turn: one that was STARTING runs, then one that ran ends. In place of each
 * that ends, another job starts with a resource of its own, and the resource of one that ended long
 * ago is deleted: the numbers stay what they are. One seed gives the same changes, in the benchmark
 * and in the simulation.
 */
public final class JobTurns {

  /** Few enough not to count, and enough for an end to be shown before its resource is deleted. */
  private static final int ENDED_KEPT = 50;

  private static final double COMPLETED = 0.9;
  private static final double FAILED = 0.05;

  private final Jobs jobs;
  private final Random random;
  private final List<String> starting;
  private final List<String> running;
  private final Deque<String> ended;
  private boolean starts = true;
  private int begun;

  /** What becomes of jobs and their resources, which have the same names. */
  public interface Jobs {

    /** The job changes to this status. */
    void change(String job, String status);

    /** A job begins, and a resource for it is created. */
    void begin(String job);

    /** The resource of a job is deleted. */
    void delete(String job);
  }

  /** Turns of these jobs, by the states they are in. */
  public JobTurns(
      Jobs jobs, Random random, List<String> starting, List<String> running, List<String> ended) {
    this.jobs = jobs;
    this.random = random;
    this.starting = new ArrayList<>(starting);
    this.running = new ArrayList<>(running);
    this.ended = new ArrayDeque<>(ended);
  }

  /** Until the next turn, in seconds: without memory, so exponentially distributed. */
  public double pause(double changesPerHour) {
    return -Math.log(1 - random.nextDouble()) * 3600 / changesPerHour;
  }

  /** Takes the next turn; nothing changes where no job is in the state for it. */
  public void next() {
    if (starts) {
      start();
    } else {
      end();
    }
    starts = !starts;
  }

  /** How many jobs have begun, each with a new resource. */
  public int begun() {
    return begun;
  }

  private void start() {
    if (!starting.isEmpty()) {
      String job = starting.remove(random.nextInt(starting.size()));
      jobs.change(job, "INPROGRESS");
      running.add(job);
    }
  }

  private void end() {
    if (running.isEmpty()) {
      return;
    }
    String job = running.remove(random.nextInt(running.size()));
    double lot = random.nextDouble();
    jobs.change(
        job, lot < COMPLETED ? "COMPLETED" : lot < COMPLETED + FAILED ? "FAILED" : "STOPPED");
    ended.add(job);
    String another = "begun-%06d".formatted(begun++);
    jobs.begin(another);
    starting.add(another);
    if (ended.size() > ENDED_KEPT) {
      jobs.delete(ended.remove());
    }
  }
}

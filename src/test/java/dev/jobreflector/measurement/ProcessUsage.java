package dev.jobreflector.measurement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used, as Linux tells it in /proc. */
public final class ProcessUsage {

  /** Linux counts CPU time in hundredths of a second, on every architecture. */
  private static final double TICKS_PER_SECOND = 100;

  private static final double KIB_PER_MIB = 1024;

  // Fields of /proc/PID/stat after the program's name, which may hold blanks.
  private static final int UTIME = 11;
  private static final int STIME = 12;

  private final Path folder;

  public ProcessUsage(long pid) {
    this.folder = Path.of("/proc", Long.toString(pid));
  }

  /** CPU time since its start, in user and in kernel mode, of all its threads. */
  public double cpuSeconds() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
  }

  /** Memory that is resident now. */
  public double residentMebibytes() {
    return mebibytes("VmRSS:");
  }

  /** The most memory that was ever resident. */
  public double peakMebibytes() {
    return mebibytes("VmHWM:");
  }

  /** Threads that are alive now, the JVM's own among them. */
  public double threads() {
    return number("Threads:");
  }

  private double mebibytes(String field) {
    return number(field) / KIB_PER_MIB;
  }

  private double number(String field) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).strip().split(" ", -1)[0])
        .mapToDouble(Long::parseLong)
        .findFirst()
        .orElse(Double.NaN);
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

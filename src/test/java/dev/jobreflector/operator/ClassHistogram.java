package dev.jobreflector.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is alive in a JVM's heap, by class, as jcmd tells it after a full garbage collection. */
public final class ClassHistogram {

  private static final Pattern CLASS =
      Pattern.compile("^ *\\d+: +(\\d+) +(\\d+) +(\\S+)", Pattern.MULTILINE);

  /** What the serial collector makes of gaps that are not worth the moving of what is behind. */
  private static final Pattern GAP = Pattern.compile("\\[*L?jdk\\.internal\\.vm\\.Filler.*");

  private final String text;

  ClassHistogram(String text) {
    this.text = text;
  }

  /** That of a running JVM, which need not be of this one's version. */
  static ClassHistogram of(Process jvm) {
    try {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      Process process =
          new ProcessBuilder(jcmd.toString(), String.valueOf(jvm.pid()), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("jcmd failed: " + text);
      }
      return new ClassHistogram(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How many objects there are, by the name of their class. */
  public Map<String, Long> instances() {
    return CLASS
        .matcher(text)
        .results()
        .collect(
            Collectors.toMap(
                found -> found.group(3), found -> Long.valueOf(found.group(1)), Long::sum));
  }

  /** The bytes of all objects together. */
  public long bytes() {
    return CLASS
        .matcher(text)
        .results()
        .filter(found -> !GAP.matcher(found.group(3)).matches())
        .mapToLong(found -> Long.parseLong(found.group(2)))
        .sum();
  }
}

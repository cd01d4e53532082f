package dev.jobreflector.faults;

import java.nio.charset.StandardCharsets;

/** An answer that SageMaker would not give. */
final class MutatedAnswer {

  private static final int SHOWN = 2000;

  private final String kind;
  private final byte[] bytes;
  private final boolean harmless;

  /**
   * An answer.
   *
   * @param kind what was done to it
   * @param bytes the body to send
   * @param harmless whether it still says all that an answer must say, so that it has to be taken
   */
  MutatedAnswer(String kind, byte[] bytes, boolean harmless) {
    this.kind = kind;
    this.bytes = bytes.clone();
    this.harmless = harmless;
  }

  /** One that need not be taken. */
  static MutatedAnswer of(String kind, String body) {
    return new MutatedAnswer(kind, body.getBytes(StandardCharsets.UTF_8), false);
  }

  /** What was done to it. */
  String kind() {
    return kind;
  }

  /** The body to send. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** Whether it has to be taken. */
  boolean isHarmless() {
    return harmless;
  }

  /** As text, for a person to read; cut where it is long. */
  String shown() {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return kind + ": " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
  }
}

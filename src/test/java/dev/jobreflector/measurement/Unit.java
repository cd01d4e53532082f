package dev.jobreflector.measurement;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a figure counts. */
public enum Unit {
  NUMBER(""),
  SECONDS("s"),
  MILLISECONDS("ms"),
  MEBIBYTES("MiB"),
  PERCENT("%"),
  PER_SECOND("/s"),
  PER_HOUR("/h"),
  TIMES("×");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** As it stands behind a number; empty for plain numbers. */
  @JsonValue
  public String symbol() {
    return symbol;
  }
}

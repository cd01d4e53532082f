package dev.jobreflector.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds who wrote the status last, by the managedFields. Their times have whole seconds. If two
 * times are equal, the other client counts as last. That costs at most one describe. Not
 * thread-safe.
 */
final class StatusManagers {

  private static final long NEVER = 0;

  private long operatorTime = NEVER;
  private long otherTime = NEVER;

  private String manager = "";
  private String subresource = "";
  private String time = "";

  /**
   * Reads the managedFields and leaves the parser at their end. Skips the lists of owned fields.
   */
  void read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        readEntry(json);
      } else {
        json.skipChildren();
      }
    }
  }

  /** True if another client wrote the status, and the operator did not write it later. */
  boolean isStatusForeign() {
    return otherTime != NEVER && otherTime >= operatorTime;
  }

  /**
   * When an operator last wrote the status, in seconds since 1970; 0 for never. The API server
   * keeps this time when another client removes a field.
   */
  long operatorTime() {
    return operatorTime;
  }

  private void readEntry(JsonParser json) throws IOException {
    manager = "";
    subresource = "";
    time = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (value.isScalarValue()) {
        entryField(field, json.getValueAsString());
      } else {
        json.skipChildren();
      }
    }
    if (subresource.equals("status")) {
      if (manager.equals(ClusterConfig.FIELD_MANAGER)) {
        operatorTime = Math.max(operatorTime, seconds(time));
      } else {
        otherTime = Math.max(otherTime, seconds(time));
      }
    }
  }

  private void entryField(String field, @Nullable String value) {
    String text = value == null ? "" : value;
    switch (field) {
      case "manager" -> manager = text;
      case "subresource" -> subresource = text;
      case "time" -> time = text;
      default -> {}
    }
  }

  // Without a time, an entry counts as older than any other.
  private static long seconds(String time) {
    try {
      return Instant.parse(time).getEpochSecond();
    } catch (DateTimeException e) {
      return NEVER + 1;
    }
  }
}

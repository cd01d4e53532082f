package dev.jobreflector.api.v1alpha1;

import com.ethlo.time.ITU;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonValueFormat;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts values to one canonical form, so that a value read from the cluster equals the value
 * that was written. Times are cut to the digits that are stored. Empty lists, maps and structures
 * become null.
 */
final class Canonical {
  private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

  private Canonical() {}

  /** Cuts to milliseconds; null if RFC 3339, with four digits a year, cannot express the time. */
  static @Nullable Instant millis(@Nullable Instant time) {
    return time == null || time.isBefore(YEAR_1) || !time.isBefore(YEAR_10000)
        ? null
        : time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Null for a structure without members. */
  static <T extends Record> @Nullable T structureOrNull(@Nullable T structure, T empty) {
    return empty.equals(structure) ? null : structure;
  }

  /** Cuts to {@code limit} characters, without half of a surrogate pair at the end. */
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    boolean splits = limit > 0 && Character.isHighSurrogate(text.charAt(limit - 1));
    return text.substring(0, splits ? limit - 1 : limit);
  }

  /** A copy without null elements, which the API server refuses. */
  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  static <T> @Nullable List<T> listOrNull(@Nullable List<T> list) {
    List<T> copy = list(list);
    return copy.isEmpty() ? null : copy;
  }

  /** A copy sorted by key, without null values. */
  static @Nullable Map<String, String> mapOrNull(@Nullable Map<String, String> map) {
    if (map == null) {
      return null;
    }
    Map<String, String> copy = new TreeMap<>(map);
    copy.values().removeIf(Objects::isNull);
    return copy.isEmpty() ? null : Collections.unmodifiableMap(copy);
  }

  /** RFC 3339 in UTC with a fixed number of fraction digits, whatever the mapper's settings. */
  private abstract static class TimeSerializer extends StdSerializer<Instant> {
    private final transient DateTimeFormatter format;

    TimeSerializer(int fractionDigits) {
      super(Instant.class);
      format = new DateTimeFormatterBuilder().appendInstant(fractionDigits).toFormatter();
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(format.format(time));
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type)
        throws JsonMappingException {
      JsonStringFormatVisitor string = visitor.expectStringFormat(type);
      if (string != null) {
        string.format(JsonValueFormat.DATE_TIME);
      }
    }
  }

  /** {@code 2026-11-24T00:00:00.000Z}: times of a job. */
  static final class Millis extends TimeSerializer {
    Millis() {
      super(3);
    }
  }

  /** {@code 2026-11-24T00:00:00Z}: the form of Kubernetes' own times (metav1.Time). */
  static final class Seconds extends TimeSerializer {
    Seconds() {
      super(0);
    }
  }

  /**
   * RFC 3339 with any offset. This parser takes a fifteenth of the time of Jackson's, and a
   * resource has nine times. Jackson parses what it refuses.
   */
  static final class Rfc3339 extends StdScalarDeserializer<Instant> {
    Rfc3339() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      try {
        return ITU.parseDateTime(json.getText()).toInstant();
      } catch (DateTimeException e) {
        return InstantDeserializer.INSTANT.deserialize(json, context);
      }
    }
  }
}

package dev.jobreflector.api.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts JSON of unknown types to one canonical form of limited size. Maps are sorted by key,
 * nulls are removed, and numbers are longs or doubles, as the API server returns them.
 */
final class PreservedValues {
  /** The maximum size of all values, as compact JSON in UTF-8. */
  static final int MAX_BYTES = 8192;

  /** The maximum number of nested lists and maps. */
  static final int MAX_DEPTH = 10;

  static final String TOO_DEEP = "(left out: deeper than 10 levels)";
  static final String TOO_LARGE = "(left out: beyond 8 KiB in all)";

  /** The key that replaces members whose names exceed the size too. */
  static final String OTHERS = "(others)";

  private static final int OTHERS_BYTES = OTHERS.length() + TOO_LARGE.length() + 8;

  /** The most characters that Java or Go write for a double. */
  private static final int LONGEST_DOUBLE = 24;

  private static final double LONGS_END = 0x1p63;

  private PreservedValues() {}

  /** The canonical form; null if it is empty. */
  static @Nullable Map<String, Object> orNull(@Nullable Map<String, Object> members) {
    if (members == null) {
      return null;
    }
    Map<String, Object> kept = new TreeMap<>();
    int bytes = OTHERS_BYTES;
    boolean others = false;
    for (Map.Entry<String, Object> member : new TreeMap<>(members).entrySet()) {
      Object value = value(member.getValue(), 1);
      if (value == null) {
        continue;
      }
      int keyBytes = textBytes(member.getKey()) + 2;
      if (bytes + keyBytes + bytes(value) > MAX_BYTES) {
        value = TOO_LARGE;
      }
      int memberBytes = keyBytes + bytes(value);
      if (member.getKey().equals(OTHERS) || bytes + memberBytes > MAX_BYTES) {
        others = true;
      } else {
        kept.put(member.getKey(), value);
        bytes += memberBytes;
      }
    }
    if (others) {
      kept.put(OTHERS, TOO_LARGE);
    }
    return kept.isEmpty() ? null : Collections.unmodifiableMap(kept);
  }

  private static @Nullable Object value(@Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      return depth > MAX_DEPTH ? TOO_DEEP : map(map, depth);
    } else if (value instanceof Collection<?> list) {
      return depth > MAX_DEPTH ? TOO_DEEP : list(list, depth);
    } else if (value instanceof Number number) {
      return number(number);
    }
    return value == null || value instanceof Boolean ? value : value.toString();
  }

  private static Map<String, Object> map(Map<?, ?> map, int depth) {
    Map<String, Object> kept = new TreeMap<>();
    map.forEach(
        (key, element) -> {
          Object value = value(element, depth + 1);
          if (value != null) {
            kept.put(String.valueOf(key), value);
          }
        });
    return Collections.unmodifiableMap(kept);
  }

  private static List<Object> list(Collection<?> list, int depth) {
    return list.stream()
        .map(element -> value(element, depth + 1))
        .filter(Objects::nonNull)
        .map(Object.class::cast)
        .toList();
  }

  /** A long if the number is one, else the nearest double; text if it is neither. */
  private static Object number(Number number) {
    if (number instanceof Long || number instanceof Integer || number instanceof Short) {
      return number.longValue();
    } else if (number instanceof BigInteger whole && whole.bitLength() < Long.SIZE) {
      return whole.longValue();
    }
    double next = number.doubleValue();
    if (Double.isInfinite(next) || Double.isNaN(next)) {
      return number.toString();
    }
    boolean isLong = next == Math.rint(next) && next >= -LONGS_END && next < LONGS_END;
    if (isLong) {
      return (long) next;
    }
    return next;
  }

  private static int bytes(Object value) {
    if (value instanceof Map<?, ?> map) {
      int bytes = 2;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += textBytes((String) entry.getKey()) + 2 + bytes(entry.getValue());
      }
      return bytes;
    } else if (value instanceof List<?> list) {
      return list.stream().mapToInt(element -> bytes(element) + 1).sum() + 2;
    }
    if (value instanceof Double) {
      return LONGEST_DOUBLE;
    }
    return value instanceof String text ? textBytes(text) : value.toString().length();
  }

  // Includes the quotes; escapes such as \\n count as two characters.
  private static int textBytes(String text) {
    int bytes = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += c < ' ' || c == '"' || c == '\\' ? 2 : 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /** Deserializes values of any depth. */
  static final class Reader extends StdDeserializer<Map<String, Object>> {
    Reader() {
      super(Map.class);
    }

    @Override
    public @Nullable Map<String, Object> deserialize(
        JsonParser json, DeserializationContext context) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return null;
      }
      return object(json, 0);
    }

    private static @Nullable Object value(JsonParser json, int depth) throws IOException {
      return switch (json.currentToken()) {
        case START_OBJECT -> depth > MAX_DEPTH ? skipped(json) : object(json, depth);
        case START_ARRAY -> depth > MAX_DEPTH ? skipped(json) : array(json, depth);
        case VALUE_NUMBER_INT -> json.getNumberValue();
        case VALUE_NUMBER_FLOAT -> new BigDecimal(json.getText());
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NULL -> null;
        default -> json.getText();
      };
    }

    private static Map<String, Object> object(JsonParser json, int depth) throws IOException {
      Map<String, Object> members = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        Object value = value(json, depth + 1);
        if (value != null) {
          members.put(name, value);
        }
      }
      return members;
    }

    private static List<Object> array(JsonParser json, int depth) throws IOException {
      List<Object> elements = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        Object value = value(json, depth + 1);
        if (value != null) {
          elements.add(value);
        }
      }
      return elements;
    }

    private static String skipped(JsonParser json) throws IOException {
      json.skipChildren();
      return TOO_DEEP;
    }
  }
}

package dev.jobreflector.reconcile;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * A stored resource whose spec or status is not as its CustomResourceDefinition says: it was stored
 * under another.
 */
public final class UnreadableResourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableResourceException(IOException cause) {
    super(
        cause instanceof JsonMappingException mapping ? text(mapping) : cause.getMessage(), cause);
  }

  // The field, and what is wrong with it; not the classes on the way.
  private static String text(JsonMappingException failure) {
    String field =
        failure.getPath().stream()
            .map(
                part ->
                    part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
            .collect(Collectors.joining("."));
    return field + ": " + failure.getOriginalMessage();
  }
}

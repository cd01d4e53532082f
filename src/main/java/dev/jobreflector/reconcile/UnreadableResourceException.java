package dev.jobreflector.reconcile;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;

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
    StringBuilder field = new StringBuilder();
    for (JsonMappingException.Reference part : failure.getPath()) {
      if (part.getFieldName() == null) {
        field.append('[').append(part.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(part.getFieldName());
      }
    }
    return field + ": " + ApiFailure.onOneLine(failure.getOriginalMessage());
  }
}

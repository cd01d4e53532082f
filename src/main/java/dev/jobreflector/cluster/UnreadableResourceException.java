package dev.jobreflector.cluster;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;

/**
 * A stored resource whose spec is not as its CustomResourceDefinition says: it was stored under
 * another.
 */
public final class UnreadableResourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableResourceException(IOException cause) {
    super(text("spec", cause), cause);
  }

  /** The field that cannot be read, and what is wrong with it; not the classes on the way. */
  static String text(String root, IOException cause) {
    if (!(cause instanceof JsonMappingException failure)) {
      return root + ": " + ApiFailure.onOneLine(String.valueOf(cause.getMessage()));
    }
    StringBuilder field = new StringBuilder(root);
    for (JsonMappingException.Reference part : failure.getPath()) {
      if (part.getFieldName() == null) {
        field.append('[').append(part.getIndex()).append(']');
      } else {
        field.append('.').append(part.getFieldName());
      }
    }
    return field + ": " + ApiFailure.onOneLine(failure.getOriginalMessage());
  }
}

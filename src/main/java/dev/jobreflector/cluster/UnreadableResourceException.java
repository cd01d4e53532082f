package dev.jobreflector.cluster;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;

/**
 * Reports that a stored spec does not match the CustomResourceDefinition: the resource was stored
 * under another schema.
 */
public final class UnreadableResourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableResourceException(IOException cause) {
    super(text("spec", cause), cause);
  }

  /** The field that cannot be read and the reason, without Java class names. */
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

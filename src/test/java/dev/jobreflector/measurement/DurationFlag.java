package dev.jobreflector.measurement;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a flag's duration, such as {@code 90s}, {@code 30m} or {@code 1h30m}. */
public final class DurationFlag implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      return Duration.parse("PT" + text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is not a duration such as 90s, 30m or 1h");
    }
  }
}

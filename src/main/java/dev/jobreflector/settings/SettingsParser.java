package dev.jobreflector.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Parses flags and environment variables into {@link Settings}. */
public final class SettingsParser {

  /** The prefix of the environment variables. */
  public static final String VARIABLE_PREFIX = "JOBREFLECTOR_";

  private SettingsParser() {}

  /** Creates a parser that uses this environment. */
  public static CommandLine parser(Map<String, String> environment) {
    return new CommandLine(new Settings())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, SettingsParser::duration)
        .setDefaultValueProvider(argument -> fromEnvironment(argument, environment));
  }

  /**
   * Parses and checks the settings.
   *
   * @throws ParameterException if a setting is bad; the message has the setting and the reason
   */
  public static Settings parse(CommandLine parser, String... arguments) {
    parser.parseArgs(arguments);
    Settings settings = parser.getCommand();
    if (!parser.isUsageHelpRequested() && !parser.isVersionHelpRequested()) {
      SettingsCheck.problem(settings)
          .ifPresent(
              problem -> {
                throw new ParameterException(parser, problem);
              });
    }
    return settings;
  }

  private static @Nullable String fromEnvironment(
      ArgSpec argument, Map<String, String> environment) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String name = option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    String value = environment.get(VARIABLE_PREFIX + name);
    return value == null || value.isBlank() ? option.defaultValue() : value;
  }

  // ISO 8601 without the prefix PT: 90s, 5m, 1h30m, 0.5s.
  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.strip());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is not a duration such as 30s, 5m or 1h");
    }
    throw new TypeConversionException("'" + text + "' is negative");
  }
}

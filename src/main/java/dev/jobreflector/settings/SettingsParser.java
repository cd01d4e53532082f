package dev.jobreflector.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Parses flags and environment variables into {@link Settings}. */
public final class SettingsParser {

  /** The prefix of the environment variables. */
  public static final String VARIABLE_PREFIX = "JOBREFLECTOR_";

  private SettingsParser() {}

  /** Creates a parser that uses this environment. */
  public static CommandLine parser(Map<String, String> environment) {
    return new CommandLine(new Settings())
        .addSubcommand(new ImportSettings())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, SettingsParser::duration)
        .setDefaultValueProvider(argument -> fromEnvironment(argument, environment));
  }

  /**
   * Parses the arguments and checks the settings of the command that they call.
   *
   * @return {@link Settings}, or those of a subcommand
   * @throws ParameterException if a setting is bad; the message has the setting and the reason
   */
  public static CommandSettings parse(CommandLine parser, String... arguments) {
    ParseResult result = parser.parseArgs(arguments);
    CommandLine command =
        result.hasSubcommand() ? result.subcommand().commandSpec().commandLine() : parser;
    CommandSettings settings = command.getCommand();
    if (!command.isUsageHelpRequested() && !command.isVersionHelpRequested()) {
      problem(settings)
          .ifPresent(
              problem -> {
                throw new ParameterException(command, problem);
              });
    }
    return settings;
  }

  private static Optional<String> problem(CommandSettings settings) {
    return settings instanceof ImportSettings ofImport
        ? SettingsCheck.problem(ofImport)
        : SettingsCheck.problem((Settings) settings);
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

  // ISO 8601 without the prefixes P and PT: 90s, 5m, 1h30m, 0.5s, 30d.
  private static Duration duration(String text) {
    String given = text.strip();
    try {
      Duration duration = Duration.parse((given.endsWith("d") ? "P" : "PT") + given);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is not a duration such as 30s, 5m or 1h");
    }
    throw new TypeConversionException("'" + text + "' is negative");
  }
}

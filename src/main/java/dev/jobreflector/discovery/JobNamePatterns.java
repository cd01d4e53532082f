package dev.jobreflector.discovery;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Selects job names. In a pattern, {@code *} matches any number of characters and {@code ?} matches
 * one. Upper and lower case differ.
 *
 * @param include a job is selected if one of these matches
 * @param exclude a job is not selected if one of these matches
 */
public record JobNamePatterns(List<String> include, List<String> exclude) {

  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9*?-]{1,63}");

  /** Copies the lists. */
  public JobNamePatterns {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** A message if the pattern cannot match any job name; empty if it can. */
  public static Optional<String> problem(String pattern) {
    return VALID.matcher(pattern).matches()
        ? Optional.empty()
        : Optional.of(
            "'"
                + pattern
                + "' is not a job name pattern: use 1 to 63 letters, digits, hyphens, * and ?");
  }

  /** True if the job is selected. */
  public boolean select(String jobName) {
    return include.stream().anyMatch(pattern -> matches(pattern, jobName))
        && exclude.stream().noneMatch(pattern -> matches(pattern, jobName));
  }

  // Regular expressions take exponential time for patterns with many stars. This takes at most
  // pattern × name steps: a star that fails is extended by one character, earlier ones never.
  private static boolean matches(String pattern, String name) {
    int at = 0;
    int star = -1;
    int starEnd = 0;
    int i = 0;
    while (i < name.length()) {
      char wanted = at < pattern.length() ? pattern.charAt(at) : 0;
      if (wanted == '*') {
        star = at++;
        starEnd = i;
      } else if (wanted == '?' || wanted == name.charAt(i)) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++starEnd;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(rest -> rest == '*');
  }
}

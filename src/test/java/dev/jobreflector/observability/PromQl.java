package dev.jobreflector.observability;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the names of metrics out of an expression, by leaving out all else that PromQL has: what is
 * no function, no keyword and no label is the name of a metric, rightly spelt or not.
 */
final class PromQl {

  private static final Pattern STRING_OR_COMMENT =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|#[^\\n]*");
  private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
  private static final Pattern LABELS =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  // Neither a part of a number, a duration or a variable, nor the name of a function.
  private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "unless", "offset", "bool", "group_left", "group_right", "inf", "nan");

  private PromQl() {}

  /** The metrics that an expression names. */
  static Set<String> metrics(String expression) {
    String bare = STRING_OR_COMMENT.matcher(expression).replaceAll("");
    bare = MATCHERS.matcher(bare).replaceAll("");
    bare = LABELS.matcher(bare).replaceAll("");
    return NAME.matcher(bare)
        .results()
        .map(MatchResult::group)
        .filter(name -> !KEYWORDS.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

package dev.jobreflector.decision;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes secrets, by the name of a variable or by the form of a text. Each pattern is bounded,
 * so the time grows only linearly with the length of the text.
 */
public final class Secrets {

  /** Replaces a secret. */
  public static final String PLACEHOLDER = "REDACTED";

  private static final Set<String> SECRET_SEGMENTS =
      Set.of(
          "TOKEN",
          "SECRET",
          "PASSWORD",
          "PASSWD",
          "PASS",
          "PASSPHRASE",
          "PWD",
          "PAT",
          "AUTH",
          "KEY",
          "APIKEY",
          "ACCESSKEY",
          "SECRETKEY",
          "PRIVATEKEY",
          "CREDENTIAL",
          "CREDENTIALS");

  /**
   * Each secret segment contains one of these words. To search for them is cheaper than to split a
   * name.
   */
  private static final List<String> IN_SECRET_SEGMENTS =
      List.of("TOKEN", "SECRET", "PASS", "PWD", "PAT", "AUTH", "KEY", "CREDENTIAL");

  /**
   * Splits a name into segments: HF_TOKEN, hf.token, hfToken, HFToken and HF_TOKEN2 all have TOKEN.
   */
  private static final Pattern SEGMENT_END =
      Pattern.compile(
          "[^\\p{L}\\p{N}]+|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})"
              + "|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  /** Texts with fewer characters are not searched. */
  private static final int SHORTEST = 8;

  /**
   * A form of secrets.
   *
   * @param signs only texts that contain one of these, in any case, are searched; this check costs
   *     a tenth of the pattern, and few texts pass it
   * @param pattern finds the secret, and the text that shows that it is one
   * @param shown the replacement: the text that shows that it is a secret, and {@link #PLACEHOLDER}
   */
  private record Form(List<String> signs, Pattern pattern, String shown) {

    boolean isIn(String text, String lowerCase) {
      return isPossibleIn(lowerCase) && pattern.matcher(text).find();
    }

    String hiddenIn(String text, String lowerCase) {
      return isPossibleIn(lowerCase) ? pattern.matcher(text).replaceAll(shown) : text;
    }

    private boolean isPossibleIn(String lowerCase) {
      for (String sign : signs) {
        if (lowerCase.contains(sign)) {
          return true;
        }
      }
      return false;
    }
  }

  private static final List<Form> FORMS =
      List.of(
          // AWS access key ids.
          token("(?:AKIA|ASIA)[A-Z0-9]{12,}+(?![A-Za-z0-9_])", "akia", "asia"),
          // Hugging Face.
          token("hf_[A-Za-z0-9]{16,}+", "hf_"),
          // GitHub and GitLab.
          token("gh[opsur]_[A-Za-z0-9_]{16,}+", "gho_", "ghp_", "ghs_", "ghu_", "ghr_"),
          token("github_pat_[A-Za-z0-9_]{16,}+", "github_pat_"),
          token("glpat-[A-Za-z0-9_-]{16,}+", "glpat-"),
          // Slack. The URL of a webhook is a secret itself.
          token("xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{8,}+", "xox"),
          token("xapp-[A-Za-z0-9-]{8,}+", "xapp-"),
          new Form(
              List.of("://hooks.slack"),
              Pattern.compile(
                  "(https://hooks\\.slack(?:-gov)?\\.com/(?:services|workflows|triggers)/)"
                      + "[^\\s\"'<>]++"),
              "$1" + PLACEHOLDER),
          // NVIDIA, OpenAI and Anthropic, Google.
          token("nvapi-[A-Za-z0-9_-]{16,}+", "nvapi-"),
          token("sk-(?:(?:ant|proj|svcacct)-[A-Za-z0-9_-]{16,}+|[A-Za-z0-9]{32,}+)", "sk-"),
          token("AIza[A-Za-z0-9_-]{35}", "aiza"),
          // JSON Web Tokens.
          token("eyJ[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+){2,4}", "eyj"),
          // PEM blocks, even if they are cut off.
          new Form(
              List.of("-----begin "),
              Pattern.compile(
                  "-----BEGIN [A-Z0-9 ]{1,40}-----(?s:.*?)(?:-----END [A-Z0-9 ]{1,40}-----|\\z)"),
              PLACEHOLDER),
          // Signed URLs of AWS, CloudFront, Google Cloud and Azure, and tokens in a query.
          new Form(
              List.of("="),
              Pattern.compile(
                  "(?i)((?:[?&]|&amp;|\\\\u0026)(?:X-Amz-Signature|X-Amz-Security-Token"
                      + "|X-Goog-Signature|Signature|sig|access_token|token|api_?key)=)"
                      + "[^&\\s\"'<>\\\\]++"),
              "$1" + PLACEHOLDER),
          // scheme://user:password@host
          new Form(
              List.of("@"),
              Pattern.compile("(://[^\\s/?#:@\"'<>]{0,256}+:)[^\\s/?#\"'<>]{1,512}@"),
              "$1" + PLACEHOLDER + "@"),
          // Headers. Plain words may follow "bearer" and "basic", so the next word's form decides.
          new Form(
              List.of("authorization"),
              Pattern.compile(
                  "(?i)((?:^|[^a-z])authorization[\"']?\\s{0,3}[:=]\\s{0,3}[\"']?"
                      + "(?:bearer|basic|token|digest|negotiate|apikey)\\s{1,3})[^\\s\"',;]++"),
              "$1" + PLACEHOLDER),
          new Form(
              List.of("bearer"),
              Pattern.compile(
                  "(\\b(?i:bearer)\\s{1,3})"
                      + "(?=[A-Za-z0-9._~+/=-]{0,512}?(?:[0-9=_]|[a-z][A-Z]|[A-Z]{2})"
                      + "|[A-Za-z0-9._~+/=-]{16})[A-Za-z0-9._~+/=-]{8,}+"),
              "$1" + PLACEHOLDER),
          new Form(
              List.of("basic"),
              Pattern.compile(
                  "(\\b(?i:basic)\\s{1,3})(?=[A-Za-z0-9+/]{0,512}?(?:[0-9=]|[a-z][A-Z]|[A-Z]{2}))"
                      + "[A-Za-z0-9+/]{8,}+=*+(?![A-Za-z0-9._~-])"),
              "$1" + PLACEHOLDER));

  // Issuers give tokens a prefix so that scanners recognize them.
  private static Form token(String pattern, String... signs) {
    return new Form(List.of(signs), Pattern.compile("(?<![A-Za-z0-9])" + pattern), PLACEHOLDER);
  }

  private static final Pattern WHOLE_BEARER_HEADER =
      Pattern.compile("(?i)\\s*bearer\\s+(?!authenticat|authoriz)\\S{8,}\\s*");

  private Secrets() {}

  /** True if a whole segment of a name means a secret: HF_TOKEN, but not MAX_TOKENS. */
  static boolean isSecretName(String name) {
    // Few names contain such a word, and to split a name costs more than to search it.
    String upperCase = name.toUpperCase(Locale.ROOT);
    return IN_SECRET_SEGMENTS.stream().anyMatch(upperCase::contains)
        && SEGMENT_END
            .splitAsStream(name)
            .anyMatch(segment -> SECRET_SEGMENTS.contains(segment.toUpperCase(Locale.ROOT)));
  }

  /** True if a text is a secret or contains one. */
  static boolean hasSecret(String text) {
    if (text.length() < SHORTEST) {
      return false;
    }
    String lowerCase = text.toLowerCase(Locale.ROOT);
    return FORMS.stream().anyMatch(form -> form.isIn(text, lowerCase))
        || WHOLE_BEARER_HEADER.matcher(text).matches();
  }

  /** The text with each secret replaced. The rest stays readable. */
  public static String withoutSecrets(String text) {
    if (text.length() < SHORTEST) {
      return text;
    }
    String lowerCase = text.toLowerCase(Locale.ROOT);
    String shown = text;
    for (Form form : FORMS) {
      shown = form.hiddenIn(shown, lowerCase);
    }
    return shown;
  }
}

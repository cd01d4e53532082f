package dev.jobreflector.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes answers that SageMaker would not give out of one that it gave. */
final class AnswerMutations {

  private static final ObjectMapper PLAIN = exact().build();

  /** With escapes, lone surrogates pass, too. */
  private static final ObjectMapper ESCAPED =
      exact().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** One of so many is changed as bytes, and not as JSON. */
  private static final int AS_BYTES = 5;

  private static final int MOST_CHANGES = 4;

  private AnswerMutations() {}

  /** The answer, changed by chance. */
  static MutatedAnswer mutate(String answer, Random random) {
    if (random.nextInt(AS_BYTES) == 0) {
      return bytes(answer, random);
    }
    ObjectNode tree = tree(answer);
    boolean[] harmless = {true};
    String kind = TreeMutations.mutate(tree, random, harmless);
    if (random.nextInt(3) == 0) {
      int more = 1 + random.nextInt(MOST_CHANGES - 1);
      for (int i = 0; i < more; i++) {
        TreeMutations.mutate(tree, random, harmless);
      }
      kind = "several changes";
    }
    return new MutatedAnswer(kind, json(tree, random), harmless[0]);
  }

  private static MutatedAnswer bytes(String answer, Random random) {
    int middle = random.nextInt(answer.length());
    String quoted = answer.replaceFirst("s3://", "s3:" + (char) random.nextInt(0x20) + "//");
    return switch (random.nextInt(9)) {
      case 0 -> MutatedAnswer.of("a truncated body", answer.substring(0, middle));
      case 1 -> MutatedAnswer.of("no body", "");
      case 2 -> MutatedAnswer.of("an array", "[" + answer + "]");
      case 3 ->
          MutatedAnswer.of(
              "no object", HostileValues.pick(List.of("null", "1", "\"text\""), random));
      case 4 -> MutatedAnswer.of("a document behind it", answer + answer);
      case 5 -> MutatedAnswer.of("a byte order mark", "\ufeff" + answer);
      case 6 -> MutatedAnswer.of("a raw control character", quoted);
      case 7 ->
          MutatedAnswer.of(
              "a member twice",
              answer.replaceFirst("\\{", "{\"OptimizationJobStatus\":\"FIRST\","));
      default -> {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        bytes[middle] = (byte) random.nextInt(256);
        yield new MutatedAnswer("a random byte", bytes, false);
      }
    };
  }

  // Times go out as they came in: 1795895125.182, with no exponent.
  private static JsonMapper.Builder exact() {
    return JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);
  }

  static ObjectNode tree(String answer) {
    try {
      return (ObjectNode) PLAIN.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] json(ObjectNode tree, Random random) {
    try {
      String text =
          random.nextInt(3) == 0
              ? PLAIN.writeValueAsString(tree)
              : ESCAPED.writeValueAsString(tree);
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compressed comes back. */
class CompressionTest {

  private final Compression compression = Compression.forResources();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 3_000, 1_000_000})
  void bytes_of_any_number_come_back(int length) {
    byte[] plain = random(length);

    assertThat(expanded(compress(plain), length)).isEqualTo(plain);
  }

  @Test
  void what_the_dictionary_has_takes_hardly_any_bytes() {
    byte[] plain =
        utf8(
            "\"message\":\"The job was described.\",\"observedGeneration\":1,\"reason\":\"Described\"");

    assertThat(compress(plain)).hasSizeLessThan(plain.length / 5);
  }

  @Test
  void many_threads_at_once_get_each_their_own() {
    List<byte[]> plains = IntStream.range(0, 64).mapToObj(i -> random(i * 100)).toList();

    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i -> {
              byte[] plain = plains.get(i % plains.size());
              assertThat(expanded(compress(plain), plain.length)).isEqualTo(plain);
            });
  }

  @Test
  void bytes_that_end_too_soon_are_refused_and_harm_nothing() {
    byte[] plain = random(500);
    byte[] compressed = compress(plain);

    assertThatThrownBy(() -> expanded(new byte[0], 500)).isInstanceOf(IllegalStateException.class);
    assertThat(expanded(compressed, plain.length)).isEqualTo(plain);
  }

  private byte[] compress(byte[] plain) {
    return compression.compress(plain);
  }

  private byte[] expanded(byte[] compressed, int length) {
    return compression.expand(compressed, length);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package dev.jobreflector.api.v1alpha1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code status.unknownMembers}: bounded, and equal to what comes back. */
class PreservedValuesTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  static Stream<Arguments> numbers() {
    return Stream.of(
        arguments(3, 3L),
        arguments((short) -3, -3L),
        arguments(Long.MAX_VALUE, Long.MAX_VALUE),
        arguments(new BigInteger("-9223372036854775808"), Long.MIN_VALUE),
        arguments(new BigInteger("9223372036854775808"), 0x1p63),
        arguments(new BigDecimal("1e2"), 100L),
        arguments(new BigDecimal("5.000"), 5L),
        arguments(-0.0, 0L),
        arguments(0.25, 0.25),
        arguments(new BigDecimal("0.1"), 0.1),
        arguments(new BigDecimal("1e22"), 1e22),
        arguments(new BigDecimal("12345678901234567890123"), 1.2345678901234568e22),
        arguments(new BigDecimal("1e-999999999"), 0L),
        arguments(new BigDecimal("1e400"), "1E+400"),
        arguments(new BigDecimal("-1e999999999"), "-1E+999999999"),
        arguments(Double.NaN, "NaN"));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void a_number_is_kept_as_the_api_server_gives_it_back(Number number, Object kept) {
    assertThat(PreservedValues.orNull(Map.of("N", number))).isEqualTo(Map.of("N", kept));
  }

  @Test
  void nulls_vanish_and_empty_values_stay() {
    Map<String, Object> members = new HashMap<>();
    members.put("Null", null);
    List<Object> list = new ArrayList<>(List.of(Map.of(), List.of()));
    list.add(null);
    members.put("List", list);

    assertThat(PreservedValues.orNull(members))
        .isEqualTo(Map.of("List", List.of(Map.of(), List.of())));
    assertThat(PreservedValues.orNull(Map.of())).isNull();
    assertThat(PreservedValues.orNull(null)).isNull();
  }

  @Test
  void nothing_in_it_can_be_changed() {
    Map<String, Object> inner = new HashMap<>(Map.of("A", 1));
    Map<String, Object> kept = PreservedValues.orNull(Map.of("M", inner));
    inner.clear();

    assertThat(kept).isEqualTo(Map.of("M", Map.of("A", 1L)));
    assertThatThrownBy(() -> kept.put("N", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((Map<?, ?>) kept.get("M")).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 30})
  void levels_beyond_the_tenth_are_left_out(int levels) {
    Object nested = "end";
    for (int i = 0; i < levels; i++) {
      nested = i % 2 == 0 ? List.of(nested) : Map.of("K", nested);
    }

    String kept = String.valueOf(PreservedValues.orNull(Map.of("M", nested)));

    assertThat(kept.contains("end")).isEqualTo(levels <= 10);
    assertThat(kept.contains(PreservedValues.TOO_DEEP)).isEqualTo(levels > 10);
  }

  static Stream<Map<String, Object>> largeMembers() {
    Map<String, Object> many = new HashMap<>();
    Map<String, Object> manyLarge = new HashMap<>();
    Map<String, Object> doubles = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      many.put("Member" + i, i);
      manyLarge.put("Member" + i, "x".repeat(200 + i));
      doubles.put("D" + i, i * 1e19 + 0.1);
    }
    return Stream.of(
        many,
        manyLarge,
        doubles,
        Map.of("One", "ä".repeat(5000)),
        Map.of("One", "\"".repeat(4090)),
        Map.of("One", "\u20AC".repeat(2800)),
        Map.of("One", "😀".repeat(2100)),
        Map.of("x".repeat(9000), 1, "Small", 2),
        Map.of("One", many.keySet()));
  }

  @ParameterizedTest
  @MethodSource("largeMembers")
  void all_of_it_takes_8_kib_at_most_and_says_what_is_left_out(Map<String, Object> members) {
    Map<String, Object> kept = PreservedValues.orNull(members);

    assertThat(JSON.asJson(kept).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(8192);
    assertThat(kept.toString()).contains(PreservedValues.TOO_LARGE);
    assertThat(PreservedValues.orNull(kept)).isEqualTo(kept);
    assertThat(read(JSON.asJson(kept))).isEqualTo(kept);
  }

  @Test
  void as_much_as_has_room_is_kept_whole() {
    Map<String, Object> members = Map.of("A", "x".repeat(4000), "B", "y".repeat(4000));

    assertThat(PreservedValues.orNull(members)).isEqualTo(members);
  }

  @Test
  void what_somebody_else_has_stored_is_read_however_deep_it_is() {
    String deep = "[".repeat(900) + "]".repeat(900);

    assertThat(read("{\"M\":" + deep + ",\"N\":1}"))
        .hasToString("{M=[[[[[[[[[[(left out: deeper than 10 levels)]]]]]]]]]], N=1}");
    assertThat(read("[1]")).isNull();
    assertThat(read("\"text\"")).isNull();
  }

  private static Map<String, Object> read(String unknownMembers) {
    return JSON.unmarshal(
            "{\"optimizationJobStatus\":\"STARTING\",\"unknownMembers\":" + unknownMembers + "}",
            OptimizationJobDescription.class)
        .unknownMembers();
  }
}

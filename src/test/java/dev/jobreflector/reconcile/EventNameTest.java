package dev.jobreflector.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.decision.Announcement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of Events: legal, one for each transition, and in the order that the decision gives. */
class EventNameTest {

  private static final String EARLY = "006924a58010";
  private static final String LATE = "006924a5804500692500003";

  @Test
  void has_the_resource_the_order_and_a_hash_of_the_identity() {
    assertThat(EventName.of("llama-3.awq", announcement(EARLY, "uid-1/1/STARTING")))
        .isEqualTo("llama-3.awq.006924a58010.00d3bcee89756f93");
  }

  @Test
  void is_the_same_for_the_same_transition_and_another_for_another() {
    String one = EventName.of("llama", announcement(EARLY, "uid-1/1/STARTING"));

    assertThat(EventName.of("llama", announcement(EARLY, "uid-1/1/STARTING"))).isEqualTo(one);
    assertThat(EventName.of("llama", announcement(EARLY, "uid-2/1/STARTING"))).isNotEqualTo(one);
  }

  static List<String> names() {
    return Stream.of("a".repeat(253), "a".repeat(252) + "-9", "a.b-".repeat(63) + "z", "x")
        .map(name -> name.length() > 253 ? name.substring(0, 253) : name)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void is_a_legal_name_that_sorts_as_the_order_does(String resource) {
    String early = EventName.of(resource, announcement(EARLY, "z"));
    String late = EventName.of(resource, announcement(LATE, "a"));

    assertThat(List.of(early, late))
        .isSorted()
        .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(253))
        .allSatisfy(
            name ->
                assertThat(name)
                    .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", ".", "-."})
  void resource_that_is_cut_at_the_end_of_a_label_gives_a_legal_name(String cutAt) {
    String resource = "a".repeat(212 - cutAt.length()) + cutAt + "b".repeat(253 - 212);

    assertThat(EventName.of(resource, announcement(EARLY, "any")))
        .startsWith("a".repeat(212 - cutAt.length()) + "." + EARLY);
  }

  private static Announcement announcement(String order, String identity) {
    return new Announcement("Any", "Any", false, "", order, identity);
  }
}

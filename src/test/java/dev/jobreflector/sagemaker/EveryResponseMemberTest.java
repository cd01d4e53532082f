package dev.jobreflector.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.jobreflector.api.v1alpha1.OptimizationJobDescription;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No member of the response is lost, those that the next SDK brings included. */
class EveryResponseMemberTest {
  private static final String UNKNOWN_MEMBER = "optimizationConfigs[].unknownMember.name";
  private static final String UNKNOWN_MEMBERS = "unknownMembers";

  /** Members that the SDK does not know yet; they are read from the raw response. */
  private static final List<ResponseModel.Leaf> NEWER_THAN_THE_SDK =
      List.of(new ResponseModel.Leaf(DescriptionMapper.TRAINING_PLAN_ARNS, "list of string"));

  /** A row of docs/fields.md: member, status path and type; the fourth column is prose. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([^`]+)` \\| `status\\.([^`]+)` \\| ([^|]+) \\| [^|]* \\|$", Pattern.MULTILINE);

  @Test
  void has_its_place_and_type_in_the_status_which_has_no_others() {
    Map<String, String> expected =
        leaves()
            .collect(Collectors.toMap(ResponseModel.Leaf::statusPath, ResponseModel.Leaf::type));
    expected.put(UNKNOWN_MEMBER, "string");
    expected.put(UNKNOWN_MEMBERS, "map of object");

    assertThat(statusLeaves()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void arrives_in_the_status_with_its_value() {
    var response = ResponseModel.everything();
    Map<String, String> expected = ResponseModel.values(response);
    assertThat(expected).hasSizeGreaterThan(ResponseModel.leaves().size());

    OptimizationJobDescription mapped =
        DescriptionMapper.map(response, MissingNode.getInstance(), Map.of());

    Map<String, String> shown = new LinkedHashMap<>();
    addValues("", new ObjectMapper().valueToTree(mapped), shown);
    assertThat(shown).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void is_in_the_table_of_the_documentation() throws IOException {
    List<String> documented =
        ROW.matcher(Files.readString(Path.of("docs/fields.md")))
            .results()
            .map(EveryResponseMemberTest::columns)
            .toList();
    List<String> expected =
        leaves()
            .map(leaf -> "%s | %s | %s".formatted(leaf.path(), leaf.statusPath(), leaf.type()))
            .toList();

    assertThat(documented)
        .as("rows of docs/fields.md: response member | status path | type")
        .containsExactlyElementsOf(expected);
  }

  private static Stream<ResponseModel.Leaf> leaves() {
    return Stream.concat(ResponseModel.leaves().stream(), NEWER_THAN_THE_SDK.stream());
  }

  private static String columns(MatchResult row) {
    return "%s | %s | %s".formatted(row.group(1), row.group(2), row.group(3));
  }

  private static Map<String, String> statusLeaves() {
    Map<String, String> leaves = new LinkedHashMap<>();
    addLeaves("", OptimizationJobDescription.class, leaves);
    return leaves;
  }

  private static void addLeaves(String path, Type type, Map<String, String> leaves) {
    if (type instanceof Class<?> structure && structure.isRecord()) {
      for (RecordComponent component : structure.getRecordComponents()) {
        addLeaves(
            path.isEmpty() ? component.getName() : path + "." + component.getName(),
            component.getGenericType(),
            leaves);
      }
    } else if (type instanceof ParameterizedType list
        && list.getRawType() == List.class
        && list.getActualTypeArguments()[0] instanceof Class<?> element
        && element.isRecord()) {
      addLeaves(path + "[]", element, leaves);
    } else {
      leaves.put(path, typeName(type));
    }
  }

  private static String typeName(Type type) {
    if (type instanceof ParameterizedType collection) {
      Type[] arguments = collection.getActualTypeArguments();
      return collection.getRawType() == List.class
          ? "list of " + typeName(arguments[0])
          : "map of " + typeName(arguments[1]);
    }
    String name = ((Class<?>) type).getSimpleName();
    return name.equals("Instant") ? "date-time" : name.toLowerCase(Locale.ROOT);
  }

  private static void addValues(String path, JsonNode json, Map<String, String> values) {
    if (json.isObject()) {
      for (Map.Entry<String, JsonNode> member : json.properties()) {
        addValues(
            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
            member.getValue(),
            values);
      }
    } else if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        addValues(path + "[" + i + "]", json.get(i), values);
      }
    } else {
      values.put(path, json.asText());
    }
  }
}

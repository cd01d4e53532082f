package dev.jobreflector.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Changes an answer as JSON: members, types and values. */
final class TreeMutations {

  /** Without these an answer is none of SageMaker's. */
  private static final Set<String> REQUIRED =
      Set.of(
          "OptimizationJobName",
          "OptimizationJobArn",
          "OptimizationJobStatus",
          "CreationTime",
          "OptimizationJobSummaries");

  private static final List<String> TIMES =
      List.of("CreationTime", "LastModifiedTime", "OptimizationStartTime", "OptimizationEndTime");

  private static final int MANY = 2000;

  private TreeMutations() {}

  /** One kind of change. */
  private interface Change {

    /** Changes the answer; whether it still says all that an answer must say. */
    boolean apply(ObjectNode answer, Random random);
  }

  private static final Map<String, Change> CHANGES =
      Map.ofEntries(
          Map.entry("a member removed", TreeMutations::remove),
          Map.entry("a member null", TreeMutations::makeNull),
          Map.entry("a member of another type", TreeMutations::retype),
          Map.entry("an optional structure empty", TreeMutations::empty),
          Map.entry(
              "a huge number", (answer, random) -> set(answer, random, HostileValues::number)),
          Map.entry("a hostile text", TreeMutations::text),
          Map.entry("a hostile failure reason", TreeMutations::failureReason),
          Map.entry("hostile environment", TreeMutations::environment),
          Map.entry("an unknown member", TreeMutations::unknown),
          Map.entry("deep nesting", TreeMutations::nest),
          Map.entry("an impossible time", TreeMutations::time),
          Map.entry("another name", TreeMutations::name),
          Map.entry("another status", TreeMutations::status),
          Map.entry("a long list", TreeMutations::longList));

  private static final List<String> KINDS = CHANGES.keySet().stream().sorted().toList();

  /** Makes one change, and says which. Some changes are none that loses anything. */
  static String mutate(ObjectNode answer, Random random, boolean[] harmless) {
    String kind = HostileValues.pick(KINDS, random);
    harmless[0] &= CHANGES.get(kind).apply(answer, random);
    return kind;
  }

  private static boolean remove(ObjectNode answer, Random random) {
    Place place = Place.any(answer, random);
    place.parent().remove(place.member());
    return place.isOptional();
  }

  private static boolean makeNull(ObjectNode answer, Random random) {
    Place place = Place.any(answer, random);
    place.parent().putNull(place.member());
    return place.isOptional();
  }

  private static boolean retype(ObjectNode answer, Random random) {
    return set(answer, random, HostileValues::otherType);
  }

  private static boolean empty(ObjectNode answer, Random random) {
    List<Place> structures =
        Place.all(answer).stream()
            .filter(Place::isOptional)
            .filter(place -> place.parent().get(place.member()).isContainerNode())
            .toList();
    if (structures.isEmpty()) {
      return true;
    }
    Place place = HostileValues.pick(structures, random);
    boolean list = place.parent().get(place.member()).isArray();
    if (list) {
      place.parent().putArray(place.member());
    } else {
      place.parent().putObject(place.member());
    }
    return true;
  }

  private static boolean set(ObjectNode answer, Random random, Value value) {
    Place place = Place.any(answer, random);
    place.parent().set(place.member(), value.next(random));
    return false;
  }

  private static boolean text(ObjectNode answer, Random random) {
    List<Place> texts =
        Place.all(answer).stream()
            .filter(Place::isOptional)
            .filter(place -> place.parent().get(place.member()).isTextual())
            .toList();
    if (!texts.isEmpty()) {
      Place place = HostileValues.pick(texts, random);
      place.parent().set(place.member(), HostileValues.text(random));
    }
    return true;
  }

  private static boolean failureReason(ObjectNode answer, Random random) {
    answer.set("FailureReason", HostileValues.text(random));
    return true;
  }

  private static boolean environment(ObjectNode answer, Random random) {
    ObjectNode environment = answer.putObject("OptimizationEnvironment");
    if (random.nextInt(20) == 0) {
      for (int i = 0; i < MANY; i++) {
        environment.put("VARIABLE_" + i, "value");
      }
      return true;
    }
    int variables = 1 + random.nextInt(5);
    for (int i = 0; i < variables; i++) {
      environment.set(
          HostileValues.text(random).textValue() + i,
          random.nextInt(10) == 0 ? environment.nullNode() : HostileValues.text(random));
    }
    return true;
  }

  private static boolean unknown(ObjectNode answer, Random random) {
    List<ObjectNode> structures = Place.objects(answer);
    // A member of a map is no unknown one, but a value of another type.
    structures.removeAll(answer.findValues("OverrideEnvironment"));
    structures.removeAll(answer.findValues("OptimizationEnvironment"));
    ObjectNode parent = random.nextBoolean() ? answer : HostileValues.pick(structures, random);
    parent.set("NewMember" + random.nextInt(3), HostileValues.otherType(random));
    return true;
  }

  private static boolean nest(ObjectNode answer, Random random) {
    answer.set("NewMember", HostileValues.nested(random));
    return false;
  }

  private static boolean time(ObjectNode answer, Random random) {
    answer.set(HostileValues.pick(TIMES, random), HostileValues.time(random));
    return false;
  }

  private static boolean name(ObjectNode answer, Random random) {
    answer.set("OptimizationJobName", HostileValues.name(random));
    return false;
  }

  private static boolean status(ObjectNode answer, Random random) {
    answer.set("OptimizationJobStatus", HostileValues.status(random));
    return false;
  }

  private static boolean longList(ObjectNode answer, Random random) {
    ArrayNode list =
        answer.putObject("VpcConfig").putArray(random.nextBoolean() ? "Subnets" : "NewMember");
    for (int i = 0; i < MANY; i++) {
      list.add("subnet-" + i);
    }
    return true;
  }

  private interface Value {
    JsonNode next(Random random);
  }

  /**
   * A member of some object of an answer.
   *
   * @param atTop whether the object is the answer itself
   */
  private record Place(ObjectNode parent, String member, boolean atTop) {

    static Place any(ObjectNode answer, Random random) {
      return HostileValues.pick(all(answer), random);
    }

    static List<Place> all(ObjectNode answer) {
      List<Place> places = new ArrayList<>();
      answer.fieldNames().forEachRemaining(name -> places.add(new Place(answer, name, true)));
      List<ObjectNode> inner = objects(answer);
      for (ObjectNode object : inner.subList(1, inner.size())) {
        object.fieldNames().forEachRemaining(name -> places.add(new Place(object, name, false)));
      }
      return places;
    }

    /** All objects of an answer, itself first. */
    static List<ObjectNode> objects(JsonNode node) {
      List<ObjectNode> objects = new ArrayList<>();
      if (node instanceof ObjectNode object) {
        objects.add(object);
      }
      node.forEach(child -> objects.addAll(objects(child)));
      return objects;
    }

    /** Whether an answer may lack it. */
    boolean isOptional() {
      return !atTop || !REQUIRED.contains(member);
    }
  }
}

package dev.jobreflector.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Kinds of statuses that the schema allows and no operator would write. */
enum Forgery {
  EMPTIED {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      return JSON.objectNode();
    }
  },
  WITHOUT_CONDITIONS {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      ObjectNode forged = own.deepCopy();
      forged.putArray(CONDITIONS);
      return forged;
    }
  },
  WITHOUT_A_FIELD {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      ObjectNode forged = own.deepCopy();
      List<String> fields = new ArrayList<>();
      own.fieldNames().forEachRemaining(fields::add);
      if (!fields.isEmpty()) {
        forged.remove(HostileValues.pick(fields, random));
      }
      return forged;
    }
  },
  RESTORED {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      return earlier.isEmpty()
          ? WITHOUT_CONDITIONS.of(own, earlier, random)
          : HostileValues.pick(earlier, random).deepCopy();
    }
  },
  /** Consistent in itself: the job would have ended in another way, or at all. */
  OTHER_END {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      List<String> others =
          ENDS.stream().filter(end -> !end.equals(own.path(JOB_STATUS).asText())).toList();
      String end = HostileValues.pick(others, random);
      ObjectNode forged = own.deepCopy().put(JOB_STATUS, end).put("failureReason", "none");
      forged
          .withArray("transitions")
          .addObject()
          .put(JOB_STATUS, end)
          .put("observedTime", TIME_OF_A_STATE);
      ArrayNode conditions = forged.putArray(CONDITIONS);
      boolean completed = end.equals("COMPLETED");
      addCondition(conditions, "Ready", completed ? "True" : "False");
      addCondition(conditions, "Finished", "True");
      addCondition(conditions, completed ? "Complete" : "Stalled", "True");
      return forged;
    }
  },
  /** Some that other tools know, and some that nobody does. */
  FOREIGN_CONDITIONS {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      ObjectNode forged = own.deepCopy();
      ArrayNode conditions = forged.withArray(CONDITIONS);
      List<String> there = forged.withArray(CONDITIONS).findValuesAsText(TYPE);
      for (String type : FOREIGN_TYPES) {
        if (!there.contains(type) && random.nextBoolean()) {
          addCondition(conditions, type, "True");
        }
      }
      addCondition(
          conditions, "example.com/Approved-" + random.nextInt(Integer.MAX_VALUE), "False");
      return forged;
    }
  },
  WRONG_GENERATION {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      long generation = HostileValues.pick(List.of(-1L, 0L, 999L, Long.MAX_VALUE), random);
      ObjectNode forged = own.deepCopy().put("observedGeneration", generation);
      for (JsonNode condition : forged.withArray(CONDITIONS)) {
        ((ObjectNode) condition).put("observedGeneration", Math.max(0, generation));
      }
      return forged;
    }
  },
  HUGE {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      ObjectNode forged = own.deepCopy().put("failureReason", "x".repeat(HUGE_TEXT));
      forged.put("lastHandledReconcileAt", "r".repeat(LONGEST_REQUEST));
      for (JsonNode condition : forged.withArray(CONDITIONS)) {
        ((ObjectNode) condition).put("message", "m".repeat(LONGEST_MESSAGE));
      }
      ObjectNode member = forged.putObject("unknownMembers");
      for (int i = 0; i < DEPTH; i++) {
        member.put("text", "u".repeat(LONGEST_REQUEST));
        member = member.putObject("member");
      }
      return forged;
    }
  },
  FLIPPED {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      ObjectNode forged = own.deepCopy();
      for (JsonNode condition : forged.withArray(CONDITIONS)) {
        boolean isTrue = condition.path(STATUS).asText().equals("True");
        ((ObjectNode) condition).put(STATUS, isTrue ? "False" : "True");
      }
      return forged;
    }
  },
  ELSEWHERE {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      return own.deepCopy().put("region", "eu-west-1").put("accountId", "999999999999");
    }
  },
  OTHER_LIFE {
    @Override
    ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random) {
      ObjectNode forged = own.deepCopy();
      ArrayNode transitions = forged.putArray("transitions");
      for (int i = 0; i < TRANSITIONS; i++) {
        transitions
            .addObject()
            .put(JOB_STATUS, HostileValues.pick(ENDS, random))
            .put("observedTime", TIME_OF_A_STATE);
      }
      return forged;
    }
  };

  static final String CONDITIONS = "conditions";
  static final String JOB_STATUS = "optimizationJobStatus";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TYPE = "type";
  private static final String STATUS = "status";
  private static final List<String> ENDS = List.of("COMPLETED", "FAILED", "STOPPED");
  private static final List<String> FOREIGN_TYPES =
      List.of("Reconciling", "Stalled", "Complete", "Failed");
  private static final String TIME = "2026-11-24T00:00:00Z";
  private static final String TIME_OF_A_STATE = "2026-11-24T00:00:00.000Z";

  /** With the others, less than etcd takes. */
  private static final int HUGE_TEXT = 300_000;

  private static final int LONGEST_MESSAGE = 32_768;
  private static final int LONGEST_REQUEST = 256;
  private static final int DEPTH = 100;
  private static final int TRANSITIONS = 20;

  /**
   * Such a status.
   *
   * @param own what is stored; is not changed
   * @param earlier what was stored before
   */
  abstract ObjectNode of(ObjectNode own, List<ObjectNode> earlier, Random random);

  /** Whether it sets anything: an apply that sets nothing removes nothing either. */
  boolean sets() {
    return this != EMPTIED && this != WITHOUT_CONDITIONS && this != WITHOUT_A_FIELD;
  }

  private static void addCondition(ArrayNode conditions, String type, String status) {
    conditions
        .addObject()
        .put(TYPE, type)
        .put(STATUS, status)
        .put("reason", "Forged")
        .put("message", "forged")
        .put("lastTransitionTime", TIME);
  }
}

package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;

/** What goes back over the wire. */
sealed interface Reply {

  /** The {@link Call#outcome()} that the call log gets. */
  String outcome();

  /** A JSON 1.1 body. */
  record Json(int status, String outcome, ObjectNode body) implements Reply {
    static Json ok(ObjectNode body) {
      return new Json(200, Call.OK, body);
    }
  }

  /** A body that is not SageMaker's, for instance a proxy's. */
  record Text(int status, String outcome, String contentType, String body) implements Reply {}

  /** Any bytes, as if they were the API's own. */
  record Raw(int status, String outcome, ByteBuffer body) implements Reply {}

  /** Headers that announce all of {@code body}, then half of it, then the connection closes. */
  record Truncated(ObjectNode body) implements Reply {
    @Override
    public String outcome() {
      return "TRUNCATED";
    }
  }

  /** The connection closes without an answer. */
  record Dropped() implements Reply {
    @Override
    public String outcome() {
      return "DROPPED";
    }
  }
}

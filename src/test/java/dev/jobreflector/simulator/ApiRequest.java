package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A request whose sender is known.
 *
 * @param place the account that its access key belongs to, and the region it was signed for
 * @param body its JSON, of the request's own: may be changed
 */
public record ApiRequest(Operation operation, AccountRegion place, ObjectNode body) {

  /** The job it is about; null for lists, and where the caller sent none. */
  public @Nullable String jobName() {
    return operation == Operation.LIST ? null : body.path("OptimizationJobName").asText(null);
  }

  /** Of the first page of a list, the status it asks for, empty for all; else null. */
  @Nullable String listBegun() {
    return operation == Operation.LIST && !body.hasNonNull("NextToken")
        ? body.path("StatusEquals").asText("")
        : null;
  }

  ApiRequest with(ObjectNode changed) {
    return new ApiRequest(operation, place, changed);
  }
}

package dev.jobreflector.decision;

import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import org.jspecify.annotations.Nullable;

/**
 * A stored status that another client wrote after the operator did. The status belongs to the
 * operator, so decisions use the operator's own last status. If that is not known, they use the
 * stored status until a poll answers.
 *
 * @param own the status that the operator wrote last; null if it is not known, such as after a
 *     restart
 */
public record ForeignStatus(@Nullable OptimizationJobStatus own) {}

/**
 * The calls to SageMaker: threads that take them from the schedule, make them through {@link
 * dev.jobreflector.polling.JobSource}, and remember what they learned. Knows no AWS SDK.
 */
@NullMarked
package dev.jobreflector.polling;

import org.jspecify.annotations.NullMarked;

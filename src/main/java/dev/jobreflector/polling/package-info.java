/**
 * Makes the calls to SageMaker: threads take calls from the schedule, make them through {@link
 * dev.jobreflector.polling.JobSource}, and store the results in memory. Does not use the AWS SDK.
 */
@NullMarked
package dev.jobreflector.polling;

import org.jspecify.annotations.NullMarked;

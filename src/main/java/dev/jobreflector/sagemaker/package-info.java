/**
 * SageMaker as observations: the gateway that asks, and how responses and errors read. The only
 * package that imports the AWS SDK.
 */
@NullMarked
package dev.jobreflector.sagemaker;

import org.jspecify.annotations.NullMarked;

/**
 * The adapter to SageMaker, and the only importer of the AWS SDK: responses and errors become
 * observations.
 */
@NullMarked
package dev.jobreflector.sagemaker;

import org.jspecify.annotations.NullMarked;

/**
 * Calls SageMaker, and turns responses and errors into observations. Only this package imports the
 * AWS SDK.
 */
@NullMarked
package dev.jobreflector.sagemaker;

import org.jspecify.annotations.NullMarked;

/**
 * SageMaker's side: the only importer of the AWS SDK. Responses and errors become observations; for
 * each account and region a poller asks for what the schedule says.
 */
@NullMarked
package dev.jobreflector.sagemaker;

import org.jspecify.annotations.NullMarked;

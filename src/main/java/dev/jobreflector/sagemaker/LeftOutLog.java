package dev.jobreflector.sagemaker;

import dev.jobreflector.sagemaker.CleanResponse.LeftOut;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once what responses have and resources cannot show. Members are those of the SDK's model, so
 * there are few.
 */
final class LeftOutLog {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOutLog.class);

  private final Set<LeftOut> logged = ConcurrentHashMap.newKeySet();
  private final String region;

  LeftOutLog(String region) {
    this.region = region;
  }

  /** Logs what was not logged before; {@code where} names the response it was first seen in. */
  void log(Iterable<LeftOut> leftOut, String where) {
    for (LeftOut part : leftOut) {
      if (logged.add(part)) {
        LOG.warn(
            "SageMaker in {} returned {} for {}, and it is left out: {}. This is logged once",
            region,
            part.member(),
            where,
            part.why().words());
      }
    }
  }
}

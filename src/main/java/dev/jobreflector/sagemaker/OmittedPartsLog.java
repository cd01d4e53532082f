package dev.jobreflector.sagemaker;

import dev.jobreflector.sagemaker.CleanResponse.LeftOut;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once each part of a response that status does not show. All parts are members of the SDK's
 * model, so the log is bounded.
 */
final class OmittedPartsLog {
  private static final Logger LOG = LoggerFactory.getLogger(OmittedPartsLog.class);

  private final Set<LeftOut> logged = ConcurrentHashMap.newKeySet();
  private final String region;

  OmittedPartsLog(String region) {
    this.region = region;
  }

  /**
   * Logs the parts that were not logged before. {@code where} names the response that contains
   * them.
   */
  void log(Iterable<LeftOut> leftOut, String where) {
    for (LeftOut part : leftOut) {
      if (logged.add(part)) {
        LOG.warn(
            "SageMaker in {} returned {} for {}. The operator ignores it, because {}. This is"
                + " logged once",
            region,
            part.member(),
            where,
            part.why().words());
      }
    }
  }
}

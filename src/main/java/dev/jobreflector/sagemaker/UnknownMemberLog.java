package dev.jobreflector.sagemaker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each unknown response member once, and counts each time it is seen. Names come from
 * responses, so both are bounded: after {@value #MAX_MEMBERS} members, all further ones count as
 * {@value #OTHER}.
 */
public final class UnknownMemberLog implements UnknownMemberListener {
  static final int MAX_MEMBERS = 100;
  static final String OTHER = "other";
  private static final Logger LOG = LoggerFactory.getLogger(UnknownMemberLog.class);

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Consumer<String> counter;

  /**
   * Creates a log that has seen no members.
   *
   * @param counter called with the member, to count it once
   */
  public UnknownMemberLog(Consumer<String> counter) {
    this.counter = counter;
  }

  @Override
  public void unknownMember(String member) {
    counter.accept(remember(member) ? member : OTHER);
  }

  private boolean remember(String member) {
    if (known.contains(member)) {
      return true;
    }
    synchronized (known) {
      if (known.size() >= MAX_MEMBERS) {
        return known.contains(member);
      }
      if (known.add(member)) {
        LOG.warn(
            "SageMaker returned the member {}, which this version does not know."
                + " status.unknownMembers shows it. A newer version may have a field for it",
            member);
      }
      return true;
    }
  }
}

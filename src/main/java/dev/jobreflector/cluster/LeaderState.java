package dev.jobreflector.cluster;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this replica leads. Only the leader reconciles, writes and polls. Thread-safe. */
public final class LeaderState {

  private final AtomicBoolean leading = new AtomicBoolean();

  /** True while this replica leads. */
  public boolean isLeading() {
    return leading.get();
  }

  /** Records that this replica leads. */
  public void lead() {
    leading.set(true);
  }

  /** Records that this replica no longer leads. */
  void resign() {
    leading.set(false);
  }
}

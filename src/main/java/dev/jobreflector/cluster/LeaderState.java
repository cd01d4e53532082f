package dev.jobreflector.cluster;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether this replica leads: it reconciles, writes and polls. Safe for several threads. */
public final class LeaderState {

  private final AtomicBoolean leading = new AtomicBoolean();

  /** True while this replica leads. */
  public boolean isLeading() {
    return leading.get();
  }

  /** This replica leads from now on. */
  public void lead() {
    leading.set(true);
  }

  /** This replica no longer leads. */
  void resign() {
    leading.set(false);
  }
}

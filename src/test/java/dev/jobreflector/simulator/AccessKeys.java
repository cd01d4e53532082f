package dev.jobreflector.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose access key is whose. Any key is accepted, as one of the default account, until {@link
 * #acceptOnlyKnown()} is called. Secrets and signatures are not checked. Thread-safe.
 */
public final class AccessKeys {

  private final String defaultAccountId;
  private final Map<String, String> accountIds = new ConcurrentHashMap<>();
  private volatile boolean onlyKnown;

  AccessKeys(String defaultAccountId) {
    this.defaultAccountId = defaultAccountId;
  }

  /** From now on this access key belongs to this account. */
  public void put(String accessKeyId, String accountId) {
    accountIds.put(accessKeyId, accountId);
  }

  /** From now on the access key is unknown. */
  public void remove(String accessKeyId) {
    accountIds.remove(accessKeyId);
  }

  /** From now on an unknown key gets UnrecognizedClientException. */
  public void acceptOnlyKnown() {
    onlyKnown = true;
  }

  /** From now on any key will do again. */
  public void acceptAny() {
    onlyKnown = false;
  }

  /** The account of a key; empty if the key is refused. */
  Optional<String> accountId(String accessKeyId) {
    String accountId = accountIds.get(accessKeyId);
    return accountId != null || onlyKnown
        ? Optional.ofNullable(accountId)
        : Optional.of(defaultAccountId);
  }
}

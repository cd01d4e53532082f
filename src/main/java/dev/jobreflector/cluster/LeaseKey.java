package dev.jobreflector.cluster;

/** Namespace and name of the lease that decides which replica leads. */
public record LeaseKey(String namespace, String name) {

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}

package dev.jobreflector.cluster;

/** Which lease decides who reflects. */
public record LeaseKey(String namespace, String name) {

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}

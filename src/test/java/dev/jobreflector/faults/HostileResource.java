package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Resources that a user with the right to create them can have the API server store.
 *
 * @param what in a few words
 * @param count how many there are
 * @param metadata members of {@code metadata} beside its name, as JSON
 */
record HostileResource(String what, int count, String metadata) {

  private static final int DEPTH = 1200;
  private static final int LONG_NAME = 60_000;
  private static final int LONG_ANNOTATION = 246 * 1024;
  private static final int MEBIBYTE = 1 << 20;
  private static final int LARGE_NAME = 40_000;
  private static final int OWNERS = 4000;

  /** One managed field nested deeper than JSON parsers go. */
  static HostileResource nested() {
    return new HostileResource(
        "managed fields nested 1,200 levels deep",
        1,
        managedFields("{\"f:a\":".repeat(DEPTH) + "{}" + "}".repeat(DEPTH)));
  }

  /** One managed field whose name is longer than JSON parsers take. */
  static HostileResource longName() {
    return new HostileResource(
        "a managed field with a name of 60,000 characters",
        1,
        managedFields("{\"f:%s\":{}}".formatted("a".repeat(LONG_NAME))));
  }

  /** The one annotation that the operator reads, as long as annotations may be. */
  static HostileResource longRequest(int count) {
    return new HostileResource(
        "request annotations of 246 KB",
        count,
        "\"annotations\":{\"%s\":\"%s\"}"
            .formatted(OptimizationJob.RECONCILE_REQUESTED_AT, "r".repeat(LONG_ANNOTATION)));
  }

  /** As long, in an annotation that nobody reads. */
  static HostileResource longAnnotation(int count) {
    return new HostileResource(
        "other annotations of 246 KB",
        count,
        "\"annotations\":{\"example.com/note\":\"%s\"}".formatted("n".repeat(LONG_ANNOTATION)));
  }

  /** Some 600 KB of owners. */
  static HostileResource manyOwners(int count) {
    return new HostileResource(
        "4,000 owners each",
        count,
        IntStream.range(0, OWNERS)
            .mapToObj(
                i ->
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"owner-%d\",\"uid\":\"%d\"}"
                        .formatted(i, i))
            .collect(Collectors.joining(",", "\"ownerReferences\":[", "]")));
  }

  /**
   * As much as etcd takes. Few fields with long names: tens of thousands of short ones keep the API
   * server itself busy for minutes at each write.
   */
  static HostileResource large(int count) {
    String fields =
        IntStream.range(0, MEBIBYTE / LARGE_NAME)
            .mapToObj(i -> "\"f:%d%s\":{}".formatted(i, "b".repeat(LARGE_NAME)))
            .collect(Collectors.joining(",", "{", "}"));
    return new HostileResource("1 MB each", count, managedFields(fields));
  }

  /** The resource as it is created. */
  String body(String name) {
    return """
    {"apiVersion":"%s/%s","kind":"%s","metadata":{"name":"%s",%s}}"""
        .formatted(
            OptimizationJob.GROUP, OptimizationJob.VERSION, OptimizationJob.KIND, name, metadata);
  }

  private static String managedFields(String fields) {
    return """
    "managedFields":[{"manager":"somebody","operation":"Update","apiVersion":"%s/%s",\
    "time":"2026-11-28T10:00:00Z","fieldsType":"FieldsV1","fieldsV1":%s}]"""
        .formatted(OptimizationJob.GROUP, OptimizationJob.VERSION, fields);
  }
}

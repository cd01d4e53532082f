package dev.jobreflector.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiServerWritesTest {

  @Test
  void reads_and_leases_and_access_reviews_are_no_writes() {
    ApiServerWrites writes =
        ApiServerWrites.of(
            List.of(
                counted("LIST", "sagemaker.jobreflector.dev", "optimizationjobs", "", 200, 3),
                counted("PUT", "coordination.k8s.io", "leases", "", 200, 90),
                counted("POST", "authorization.k8s.io", "selfsubjectaccessreviews", "", 201, 5),
                "apiserver_request_terminations_total{verb=\"POST\"} 7"));

    assertThat(writes.all()).isZero();
  }

  @Test
  void what_was_refused_is_not_written() {
    ApiServerWrites writes =
        ApiServerWrites.of(
            List.of(
                counted("POST", "events.k8s.io", "events", "", 201, 4),
                counted("POST", "events.k8s.io", "events", "", 409, 2)));

    assertThat(writes.events()).isEqualTo(4);
    assertThat(writes.all()).isEqualTo(4);
  }

  @Test
  void the_benchmarks_own_resources_are_left_out_but_not_what_is_done_to_them() {
    String group = "sagemaker.jobreflector.dev";
    ApiServerWrites writes =
        ApiServerWrites.of(
            List.of(
                counted("POST", group, "optimizationjobs", "", 201, 100),
                counted("DELETE", group, "optimizationjobs", "", 200, 10),
                counted("PUT", group, "optimizationjobs", "status", 200, 5),
                counted("PATCH", group, "optimizationjobs", "", 200, 1)));

    assertThat(writes.statuses()).isEqualTo(5);
    assertThat(writes.all()).isEqualTo(6);
  }

  @Test
  void only_what_came_after_counts() {
    ApiServerWrites before =
        ApiServerWrites.of(List.of(counted("POST", "", "configmaps", "", 201, 4)));
    ApiServerWrites after =
        ApiServerWrites.of(
            List.of(
                counted("POST", "", "configmaps", "", 201, 4),
                counted("PUT", "", "secrets", "", 200, 2)));

    assertThat(after.since(before).all()).isEqualTo(2);
  }

  private static String counted(
      String verb, String group, String resource, String subresource, int code, int count) {
    return ("apiserver_request_total{code=\"%d\",component=\"apiserver\",dry_run=\"\",group=\"%s\","
            + "resource=\"%s\",scope=\"resource\",subresource=\"%s\",verb=\"%s\",version=\"v1\"} %d")
        .formatted(code, group, resource, subresource, verb, count);
  }
}

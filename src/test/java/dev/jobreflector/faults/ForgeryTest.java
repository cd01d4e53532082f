package dev.jobreflector.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What another client writes is another status, and a request that makes it so. */
class ForgeryTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random = new Random(1);
  private final ObjectNode own = (ObjectNode) json(SampleJobs.whole("job")).path("status");
  private final ObjectNode earlier = JSON.createObjectNode().put("region", "us-east-1");

  @ParameterizedTest
  @EnumSource
  void is_another_status_and_leaves_the_stored_one_alone(Forgery forgery) {
    ObjectNode before = own.deepCopy();

    assertThat(forgery.of(own, List.of(earlier), random)).isNotEqualTo(before);
    assertThat(own).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void of_a_forged_status_has_each_condition_once(Forgery forgery) {
    ObjectNode forged = Forgery.FOREIGN_CONDITIONS.of(own, List.of(), random);

    assertThat(
            forgery
                .of(forged, List.of(earlier), random)
                .path(Forgery.CONDITIONS)
                .findValuesAsText("type"))
        .doesNotHaveDuplicates();
  }

  @Test
  void another_end_is_none_that_the_job_had() {
    for (int i = 0; i < 20; i++) {
      assertThat(Forgery.OTHER_END.of(own, List.of(), random).path(Forgery.JOB_STATUS).textValue())
          .isIn("FAILED", "STOPPED");
    }
  }

  @Test
  void a_merge_patch_removes_what_the_forged_status_lacks() {
    JsonNode patch =
        read(StatusRequest.mergePatch(stored(), JSON.createObjectNode().put("region", "x")).body());

    assertThat(patch.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    assertThat(patch.at("/status/region").asText()).isEqualTo("x");
    assertThat(patch.path("status").has(Forgery.CONDITIONS)).isTrue();
    assertThat(patch.at("/status/conditions").isNull()).isTrue();
  }

  @Test
  void an_update_and_an_apply_have_the_forged_status_and_the_version_it_was_read_at() {
    ObjectNode forged = JSON.createObjectNode().put("region", "x");

    for (StatusRequest request :
        List.of(StatusRequest.update(stored(), forged), StatusRequest.apply(stored(), forged))) {
      JsonNode body = read(request.body());
      assertThat(body.path("status")).isEqualTo(forged);
      assertThat(body.at("/metadata/resourceVersion").asText()).isEqualTo("7");
      assertThat(body.at("/metadata/name").asText()).isEqualTo("job");
      assertThat(body.path("kind").asText()).isEqualTo("OptimizationJob");
    }
  }

  private static JsonNode stored() {
    var resource = SampleJobs.whole("job");
    resource.getMetadata().setResourceVersion("7");
    return json(resource);
  }

  private static JsonNode json(Object resource) {
    return read(new KubernetesSerialization().asJson(resource));
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

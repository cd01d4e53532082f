package dev.jobreflector.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;

/**
 * The mock's own store, and what the operator's life needs of an API server beyond it: a PUT of
 * /status that leaves the rest alone and is refused if its resourceVersion is stale, the status
 * that the CustomResourceDefinition gives a new resource, and a word that everything is allowed.
 */
final class ApiDispatcher extends KubernetesCrudDispatcher {

  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final String STATUS = "status";
  private static final String RESOURCES =
      "/apis/" + OptimizationJob.GROUP + "/" + OptimizationJob.VERSION + "/";
  private static final String RULES_REVIEW =
      "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    if (request.method() == HttpMethod.GET) {
      return super.dispatch(request);
    }
    // What is read for a write must still hold when it is written.
    synchronized (this) {
      return super.dispatch(request);
    }
  }

  @Override
  public MockResponse handleCreate(RecordedRequest request) {
    if (pathOnly(request).equals(RULES_REVIEW)) {
      return new MockResponse().setResponseCode(201).setBody(JSON.asJson(everything()));
    }
    if (request.getPath().contains("dryRun=All")) {
      // Fabric8's mock would create it.
      return new MockResponse().setResponseCode(201).setBody(request.getUtf8Body());
    }
    MockResponse created = super.handleCreate(request);
    if (created.code() != 201 || !request.getPath().startsWith(RESOURCES)) {
      return created;
    }
    String name = json(created).path("metadata").path("name").asText();
    return created.setBody(body(handleGet(pathOnly(request) + "/" + name)));
  }

  @Override
  public MockResponse handleUpdate(RecordedRequest request) {
    String path = pathOnly(request);
    return path.startsWith(RESOURCES) && path.endsWith("/" + STATUS)
        ? replaceStatus(path, request)
        : super.handleUpdate(request);
  }

  @Override
  public void processEvent(
      String path,
      AttributeSet pathAttributes,
      AttributeSet oldAttributes,
      GenericKubernetesResource resource,
      String newState) {
    boolean created = oldAttributes == null && path.startsWith(RESOURCES);
    super.processEvent(
        path,
        pathAttributes,
        oldAttributes,
        resource,
        created ? withDefaultStatus(newState) : newState);
  }

  // What the leader election asks before it begins.
  private static SelfSubjectRulesReview everything() {
    return new SelfSubjectRulesReviewBuilder()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withIncomplete(false)
        .addNewResourceRule()
        .withApiGroups("*")
        .withResources("*")
        .withVerbs("*")
        .endResourceRule()
        .endStatus()
        .build();
  }

  private MockResponse replaceStatus(String path, RecordedRequest request) {
    MockResponse found = handleGet(path.substring(0, path.length() - STATUS.length() - 1));
    if (found.code() != 200) {
      return refusal(404, "NotFound", "not found");
    }
    JsonNode replaced = tree(request.getUtf8Body());
    JsonNode wanted = replaced.path("metadata").path("resourceVersion");
    ObjectNode resource = (ObjectNode) json(found);
    if (wanted.isTextual() && !wanted.equals(resource.path("metadata").path("resourceVersion"))) {
      return refusal(409, "Conflict", "the object has been modified");
    }
    resource.set(STATUS, replaced.path(STATUS));
    return super.handleUpdate(
        new RecordedRequest(
            request.getHttpVersion(),
            HttpMethod.PUT,
            path,
            request.getHeaders(),
            new Buffer(resource.toString().getBytes(StandardCharsets.UTF_8))));
  }

  private static String withDefaultStatus(String created) {
    ObjectNode resource = (ObjectNode) tree(created);
    resource.set(STATUS, JSON.convertValue(OptimizationJobStatus.PENDING, JsonNode.class));
    return resource.toString();
  }

  private static MockResponse refusal(int code, String reason, String message) {
    return new MockResponse()
        .setResponseCode(code)
        .setBody(
            JSON.asJson(
                new StatusBuilder()
                    .withStatus("Failure")
                    .withCode(code)
                    .withReason(reason)
                    .withMessage(message)
                    .build()));
  }

  private static String pathOnly(RecordedRequest request) {
    return request.getPath().replaceFirst("\\?.*$", "");
  }

  private static JsonNode json(MockResponse response) {
    return tree(body(response));
  }

  private static String body(MockResponse response) {
    return new String(response.getBody().getBytes(), StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String text) {
    return JSON.unmarshal(text, JsonNode.class);
  }
}

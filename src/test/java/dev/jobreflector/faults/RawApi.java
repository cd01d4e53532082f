package dev.jobreflector.faults;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.apiserver.RealApiServer;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;

/**
 * The OptimizationJobs of one namespace by requests as they go over the wire, with all rights: for
 * bodies that no client would write or read.
 */
final class RawApi {

  static final String JSON = "application/json";
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";

  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
  private static final int CREATED = 201;
  private static final int CONFLICT = 409;
  private static final int INVALID = 422;

  private final HttpClient client;
  private final String resources;

  RawApi(RealApiServer server, String namespace) {
    try {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(SSLUtils.sslContext(server.client().getConfiguration()))
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    resources =
        "%s/apis/%s/%s/namespaces/%s/optimizationjobs"
            .formatted(server.url(), OptimizationJob.GROUP, OptimizationJob.VERSION, namespace);
  }

  /**
   * Creates a resource.
   *
   * @throws IllegalStateException where it is refused
   */
  void create(String body) {
    HttpResponse<String> response = send("POST", "", JSON, body);
    if (response.statusCode() != CREATED) {
      throw new IllegalStateException("Not created: " + response.body());
    }
  }

  /** Deletes a resource, whether it is there or not. */
  void delete(String name) {
    send("DELETE", "/" + name, JSON, "");
  }

  /** A resource as JSON. */
  String get(String name) {
    return send("GET", "/" + name, JSON, "").body();
  }

  /**
   * What the API server said to a write.
   *
   * @param code the HTTP status
   * @param body the resource as it is now, or why it was refused
   */
  record Answer(int code, String body) {

    /** Whether it was written. */
    boolean isWritten() {
      return code / 100 == 2;
    }

    /** Whether the resource was changed meanwhile. */
    boolean isConflict() {
      return code == CONFLICT;
    }

    /** Whether the API server found that it does not fit the schema. */
    boolean isInvalid() {
      return code == INVALID;
    }
  }

  /** Writes to the status of a resource. */
  Answer writeStatus(
      String method, String name, String contentType, String body, String fieldManager) {
    String path = "/%s/status?fieldManager=%s&force=true".formatted(name, fieldManager);
    // Only an apply may be forced.
    String uri = contentType.equals(APPLY) ? path : path.replace("&force=true", "");
    HttpResponse<String> response = send(method, uri, contentType, body);
    return new Answer(response.statusCode(), response.body());
  }

  /** How many resources show this status of their job; what else they hold is not read. */
  int showing(String jobStatus) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    resources
                        + "?includeObject=None&fieldSelector=status.optimizationJobStatus%3D"
                        + jobStatus))
            .header("Accept", TABLE)
            .build();
    return body(request).body().split("\"cells\"", -1).length - 1;
  }

  private HttpResponse<String> send(String method, String path, String contentType, String body) {
    return body(
        HttpRequest.newBuilder(URI.create(resources + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", contentType)
            .build());
  }

  private HttpResponse<String> body(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

package dev.jobreflector.simulator;

/** An error answer in the wire shape of JSON 1.1. */
final class ApiError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final boolean modeled;

  private ApiError(int status, String code, String message, boolean modeled) {
    // Many are thrown under load, and nobody reads their stack.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.modeled = modeled;
  }

  static ApiError of(int status, String code, String message) {
    return new ApiError(status, code, message, false);
  }

  /** An error of SageMaker's own model: its text is called Message, not message. */
  static ApiError modeled(String code, String message) {
    return new ApiError(400, code, message, true);
  }

  static ApiError validation(String message) {
    return of(400, "ValidationException", message);
  }

  static ApiError notFound(String arn) {
    return modeled("ResourceNotFound", "Could not find optimization job '" + arn + "'.");
  }

  Reply reply() {
    return new Reply.Json(
        status,
        code,
        WireJson.MAPPER
            .createObjectNode()
            .put("__type", code)
            .put(modeled ? "Message" : "message", getMessage()));
  }
}

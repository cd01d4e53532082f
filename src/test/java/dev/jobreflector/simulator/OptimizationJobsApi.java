package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/** The five operations, when nothing goes wrong but the request itself. */
final class OptimizationJobsApi implements Service {

  private final Clock clock;
  private final Plans plans;
  private final Function<AccountRegion, JobStore> stores;

  OptimizationJobsApi(Clock clock, Plans plans, Function<AccountRegion, JobStore> stores) {
    this.clock = clock;
    this.plans = plans;
    this.stores = stores;
  }

  @Override
  public Reply answer(ApiRequest request) {
    JobStore jobs = stores.apply(request.place());
    ObjectNode body = request.body();
    return Reply.Json.ok(
        switch (request.operation()) {
          case CREATE -> create(jobs, body);
          case DESCRIBE -> {
            RequestRules.checkName(body);
            yield WireJson.description(jobs.found(name(body)), jobs.place(), clock.instant());
          }
          case LIST -> list(jobs, body);
          case STOP -> {
            RequestRules.checkName(body);
            jobs.stop(name(body));
            yield WireJson.MAPPER.createObjectNode();
          }
          case DELETE -> {
            RequestRules.checkName(body);
            jobs.delete(name(body));
            yield WireJson.MAPPER.createObjectNode();
          }
          case UNKNOWN ->
              throw ApiError.of(
                  400, "UnknownOperationException", "The requested operation is not known");
        });
  }

  private ObjectNode create(JobStore jobs, ObjectNode body) {
    RequestRules.checkCreate(body);
    JobPlan plan = plans.planFor(name(body));
    jobs.add(JobRecord.of(name(body), clock.instant(), plan, body));
    return WireJson.MAPPER
        .createObjectNode()
        .put("OptimizationJobArn", jobs.place().arn(name(body)));
  }

  private ObjectNode list(JobStore jobs, ObjectNode body) {
    RequestRules.checkList(body);
    Instant now = clock.instant();
    JobIndex.Page page = jobs.page(ListQuery.of(body), now);
    ObjectNode json = WireJson.MAPPER.createObjectNode();
    ArrayNode summaries = json.putArray("OptimizationJobSummaries");
    page.jobs().forEach(job -> summaries.add(WireJson.summary(job, jobs.place(), now)));
    if (page.next() != null) {
      json.put("NextToken", page.next().text());
    }
    return json;
  }

  private static String name(ObjectNode body) {
    return body.path("OptimizationJobName").asText();
  }
}

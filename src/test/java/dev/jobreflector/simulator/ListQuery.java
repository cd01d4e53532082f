package dev.jobreflector.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ListOptimizationJobs request. The time filters are exclusive, the text filters regard case.
 *
 * @param after where the page before ended; null for the first page
 */
record ListQuery(
    @Nullable Instant creationTimeAfter,
    @Nullable Instant creationTimeBefore,
    @Nullable Instant lastModifiedTimeAfter,
    @Nullable Instant lastModifiedTimeBefore,
    @Nullable String nameContains,
    @Nullable String optimizationContains,
    @Nullable String statusEquals,
    SortBy sortBy,
    boolean descending,
    int maxResults,
    @Nullable PageToken after) {

  enum SortBy {
    NAME,
    CREATION_TIME,
    STATUS
  }

  private static final int DEFAULT_PAGE = 50;

  /** Reads a request that {@link RequestRules#checkList} let through. */
  static ListQuery of(ObjectNode request) {
    ListQuery first =
        new ListQuery(
            time(request, "CreationTimeAfter"),
            time(request, "CreationTimeBefore"),
            time(request, "LastModifiedTimeAfter"),
            time(request, "LastModifiedTimeBefore"),
            request.path("NameContains").asText(null),
            request.path("OptimizationContains").asText(null),
            request.path("StatusEquals").asText(null),
            sortBy(request.path("SortBy").asText("CreationTime")),
            request.path("SortOrder").asText("Ascending").equals("Descending"),
            request.path("MaxResults").asInt(DEFAULT_PAGE),
            null);
    return request.hasNonNull("NextToken")
        ? first.after(PageToken.parse(request.get("NextToken").asText(), first.fingerprint()))
        : first;
  }

  /** The token of the page after the one that ends with {@code last}. */
  PageToken token(JobRecord last, Instant now) {
    return new PageToken(fingerprint(), last.creationTime(), last.name(), last.at(now).status());
  }

  boolean matches(JobRecord job, Instant now) {
    Phase phase = job.at(now);
    return (statusEquals == null || statusEquals.equals(phase.status()))
        && within(job.creationTime(), creationTimeAfter, creationTimeBefore)
        && within(phase.since(), lastModifiedTimeAfter, lastModifiedTimeBefore)
        && (nameContains == null || job.name().contains(nameContains))
        && (optimizationContains == null
            || WireJson.optimizationTypes(job.request()).stream()
                .anyMatch(type -> type.contains(optimizationContains)));
  }

  /** Whether only jobs that have not ended can match. */
  boolean unfinishedOnly() {
    return statusEquals != null && !JobStatus.isFinal(statusEquals);
  }

  private ListQuery after(PageToken token) {
    return new ListQuery(
        creationTimeAfter,
        creationTimeBefore,
        lastModifiedTimeAfter,
        lastModifiedTimeBefore,
        nameContains,
        optimizationContains,
        statusEquals,
        sortBy,
        descending,
        maxResults,
        token);
  }

  /** The same for all pages of one list; the page size may change between pages. */
  private int fingerprint() {
    return new ListQuery(
            creationTimeAfter,
            creationTimeBefore,
            lastModifiedTimeAfter,
            lastModifiedTimeBefore,
            nameContains,
            optimizationContains,
            statusEquals,
            sortBy,
            descending,
            0,
            null)
        .toString()
        .hashCode();
  }

  private static boolean within(Instant time, @Nullable Instant after, @Nullable Instant before) {
    return (after == null || time.isAfter(after)) && (before == null || time.isBefore(before));
  }

  private static SortBy sortBy(String text) {
    return switch (text) {
      case "Name" -> SortBy.NAME;
      case "Status" -> SortBy.STATUS;
      default -> SortBy.CREATION_TIME;
    };
  }

  private static @Nullable Instant time(ObjectNode request, String member) {
    JsonNode value = request.get(member);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw ApiError.of(400, "SerializationException", member + " is not a timestamp");
    }
    BigDecimal seconds = value.decimalValue();
    return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
  }
}

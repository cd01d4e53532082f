package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.api.v1alpha1.OptimizationJobStatus;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.cluster.ResourceCache.Group;
import dev.jobreflector.decision.ForeignStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the informer keeps of a resource, and gives back. */
class ResourceStoreTest {

  /**
   * 100,000 resources are to fit a heap of 256 MiB, of which JOSDK's and the informer's own state
   * takes some 50, and the classes and what is under way another 50.
   */
  private static final int MOST_BYTES = 900;

  private static final String KEY = "default/job";

  private final KubernetesSerialization json = ResourceCache.serialization();
  private final ObjectWriter sorting =
      new ObjectMapper().writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private final GroupCounts counts = new GroupCounts();
  private final Set<ResourceStore> used = new HashSet<>();
  private final ResourceStore store = new ResourceStore(counts, used);

  @Test
  void every_field_of_spec_and_status_comes_back() {
    OptimizationJob job = resource();

    store.put(KEY, read(job));

    assertThat(store.get(KEY).getSpec()).isEqualTo(job.getSpec());
    assertThat(store.get(KEY).getStatus()).isEqualTo(job.getStatus());
  }

  @Test
  void it_has_the_kind_and_version_of_what_was_put() {
    store.put(KEY, read(resource()));

    assertThat(store.get(KEY).getKind()).isEqualTo("OptimizationJob");
    assertThat(store.get(KEY).getApiVersion()).isEqualTo("sagemaker.jobreflector.dev/v1alpha1");
  }

  @Test
  void of_metadata_all_that_is_read_comes_back() {
    store.put(KEY, read(resource()));

    ObjectMeta metadata = store.get(KEY).getMetadata();
    assertThat(metadata.getNamespace()).isEqualTo("default");
    assertThat(metadata.getName()).isEqualTo("job");
    assertThat(metadata.getUid()).isEqualTo("46361f1f-86b1-43d2-8580-1a165bd3b042");
    assertThat(metadata.getResourceVersion()).isEqualTo("1234567");
    assertThat(metadata.getGeneration()).isEqualTo(3);
    assertThat(metadata.getCreationTimestamp()).isEqualTo("2026-11-24T00:00:00Z");
    assertThat(metadata.getAnnotations())
        .containsExactly(entry(OptimizationJob.RECONCILE_REQUESTED_AT, "now"));
  }

  /** JOSDK would no longer reconcile it, and without a finalizer there is nothing else to do. */
  @Test
  void a_resource_that_is_being_deleted_looks_like_any_other() {
    OptimizationJob job = resource();
    job.getMetadata().setDeletionTimestamp("2026-11-24T01:00:00Z");
    job.getMetadata().setFinalizers(List.of("example.com/finalizer"));

    store.put(KEY, read(job));

    assertThat(store.get(KEY).isMarkedForDeletion()).isFalse();
  }

  @Test
  void of_metadata_nothing_else_is_kept() {
    OptimizationJob job = resource();
    ObjectMeta metadata = job.getMetadata();
    metadata.getAnnotations().put("example.com/note", "x".repeat(1000));
    metadata.setLabels(Map.of("team", "a"));
    metadata.setFinalizers(List.of("example.com/finalizer"));
    metadata.setOwnerReferences(List.of(new OwnerReferenceBuilder().withName("owner").build()));
    metadata.setManagedFields(List.of(new ManagedFieldsEntry()));
    store.put(KEY, read(resourceOfVersion("1234566")));
    int withoutThem = size(KEY);

    store.put(KEY, read(job));

    assertThat(size(KEY)).isEqualTo(withoutThem);
  }

  @Test
  void metadata_that_is_not_there_stays_so() {
    store.put(KEY, read(SampleJobs.named("job")));

    ObjectMeta metadata = store.get(KEY).getMetadata();
    assertThat(metadata.getGeneration()).isNull();
    assertThat(metadata.getAnnotations()).isNull();
    assertThat(store.get(KEY).isMarkedForDeletion()).isFalse();
  }

  @Test
  void an_absent_status_stays_absent_and_an_empty_spec_empty() {
    store.put(KEY, read(SampleJobs.named("job")));

    assertThat(store.get(KEY).getStatus()).isNull();
    assertThat(store.get(KEY).getSpec()).isEqualTo(OptimizationJobSpec.EMPTY);
  }

  @Test
  void texts_of_any_characters_and_any_length_come_back() {
    String text = "läuft – 作业 \uD83D\uDE80 \u0000 \" \\ \n".repeat(2000);
    OptimizationJob job = resource();
    OptimizationJobStatus status = statusWithMessage(text);
    job.setStatus(status);

    store.put(KEY, read(job));

    assertThat(store.get(KEY).getStatus()).isEqualTo(status);
  }

  @Test
  void of_a_request_256_characters_are_kept() {
    OptimizationJob job = resource();
    job.getMetadata()
        .getAnnotations()
        .put(OptimizationJob.RECONCILE_REQUESTED_AT, "x".repeat(250_000));

    store.put(KEY, read(job));

    assertThat(store.get(KEY).getMetadata().getAnnotations()).containsValue("x".repeat(256));
    assertThat(size(KEY)).isLessThan(MOST_BYTES + 256);
  }

  @Test
  void what_was_there_before_comes_back_from_put_and_remove() {
    OptimizationJob first = resource();
    OptimizationJob second = resource();
    second.getMetadata().setResourceVersion("1234568");
    second.setStatus(null);

    assertThat(store.put(KEY, read(first))).isNull();
    OptimizationJob before = store.put(KEY, read(second));
    OptimizationJob removed = store.remove(KEY);

    assertThat(before.getMetadata().getResourceVersion()).isEqualTo("1234567");
    assertThat(before.getStatus()).isEqualTo(first.getStatus());
    assertThat(removed.getMetadata().getResourceVersion()).isEqualTo("1234568");
    assertThat(removed.getStatus()).isNull();
    assertThat(store.remove(KEY)).isNull();
    assertThat(store.get(KEY)).isNull();
  }

  @Test
  void what_was_got_stays_as_it_was_whatever_is_put_later() {
    OptimizationJob first = resource();
    store.put(KEY, read(first));

    OptimizationJob got = store.get(KEY);
    store.put(KEY, read(SampleJobs.named("job")));

    assertThat(got.getStatus()).isEqualTo(first.getStatus());
    assertThat(store.get(KEY)).isNotSameAs(store.get(KEY));
  }

  @Test
  void spec_and_status_of_what_was_got_cannot_be_changed() {
    store.put(KEY, read(resource()));
    OptimizationJob got = store.get(KEY);

    assertThatThrownBy(() -> got.setStatus(null)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> got.setSpec(null)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void what_is_unpacked_is_an_ordinary_object_with_all_that_was_kept() {
    store.put(KEY, read(resource()));
    CachedJob got = (CachedJob) store.get(KEY);

    OptimizationJob unpacked = got.unpacked();

    assertThat(unpacked).isExactlyInstanceOf(OptimizationJob.class);
    assertThat(unpacked.getMetadata()).isEqualTo(got.getMetadata());
    assertThat(unpacked.getSpec()).isEqualTo(resource().getSpec());
    assertThat(unpacked.getStatus()).isEqualTo(resource().getStatus());
  }

  @Test
  void all_keys_and_values_can_be_listed() {
    for (String name : List.of("a", "b", "c")) {
      OptimizationJob job = read(SampleJobs.whole(name));
      store.put(store.getKey(job), job);
    }

    assertThat(store.size()).isEqualTo(3);
    assertThat(store.keySet()).containsExactlyInAnyOrder("default/a", "default/b", "default/c");
    assertThat(store.values().map(store::getKey))
        .containsExactlyInAnyOrder("default/a", "default/b", "default/c");
    assertThat(store.values().map(OptimizationJob::getStatus))
        .containsOnly(SampleJobs.wholeStatus());
  }

  @Test
  void a_version_that_is_there_already_is_kept_once() {
    store.put(KEY, read(resource()));
    CachedResource kept = ((CachedJob) store.get(KEY)).resource();
    CachedJob again = (CachedJob) read(resource());

    OptimizationJob before = store.put(KEY, again);

    assertThat(again.resource()).isSameAs(kept);
    assertThat(((CachedJob) store.get(KEY)).resource()).isSameAs(kept);
    assertThat(before.getMetadata().getResourceVersion()).isEqualTo("1234567");
    assertThat(counts.all().values()).containsExactly(1L);
  }

  @Test
  void what_was_read_is_compressed_when_it_is_kept() {
    CachedJob job = (CachedJob) read(resource());
    assertThat(job.resource().body().size()).isGreaterThan(MOST_BYTES);

    store.put(KEY, job);

    assertThat(job.getStatus()).isEqualTo(resource().getStatus());
    assertThat(job.resource().body().size()).isLessThan(MOST_BYTES);
    assertThat(job.resource()).isSameAs(((CachedJob) store.get(KEY)).resource());
  }

  @Test
  void whatever_comes_of_a_resource_its_key_is_the_one_that_is_kept() {
    OptimizationJob first = read(resource());
    String key = store.getKey(first);
    store.put(key, first);

    OptimizationJob second = read(resourceOfVersion("1234568"));
    store.put(store.getKey(second), second);
    store.written(read(resourceOfVersion("1234569")), "1234568");

    assertThat(store.getKey(read(resourceOfVersion("1234570")))).isSameAs(key);
    assertThat(store.keySet()).singleElement().isSameAs(key);
    assertThat(((CachedJob) store.get(KEY)).resource().key()).isSameAs(key);
  }

  @Test
  void a_finished_job_takes_a_few_hundred_bytes() {
    store.put(KEY, read(resource()));

    assertThat(size(KEY)).isLessThan(MOST_BYTES);
    assertThat(json.asJson(resource())).hasSizeGreaterThan(2_000);
  }

  @Test
  void resources_are_counted_by_account_region_and_status() {
    OptimizationJob running = resource();
    running.setStatus(statusWithMessage("The job is running."));
    store.put("default/one", read(resource()));
    store.put("default/two", read(resource()));
    store.put("default/three", read(running));
    store.put("default/four", read(SampleJobs.named("four")));

    assertThat(counts.all())
        .containsOnly(
            entry(new Group("123456789012", "us-east-1", "COMPLETED"), 2L),
            entry(new Group("", "us-east-1", ""), 1L),
            entry(new Group("", "", ""), 1L));

    store.put("default/three", read(resourceOfVersion("1234568")));
    store.remove("default/four");
    store.remove("default/four");

    assertThat(counts.all())
        .containsOnly(entry(new Group("123456789012", "us-east-1", "COMPLETED"), 3L));
  }

  @Test
  void what_was_written_is_there_before_the_watch_brings_it() {
    OptimizationJob written = resourceOfVersion("1234568");
    written.setStatus(statusWithMessage("The job is running."));
    store.put(KEY, read(resource()));

    store.written(read(written), "1234567");

    assertThat(store.get(KEY).getMetadata().getResourceVersion()).isEqualTo("1234568");
    assertThat(store.get(KEY).getStatus()).isEqualTo(written.getStatus());
    assertThat(counts.all()).containsOnly(entry(new Group("", "us-east-1", ""), 1L));
  }

  @Test
  void where_the_watch_was_faster_what_it_brought_stays() {
    store.put(KEY, read(resourceOfVersion("1234569")));

    store.written(read(resourceOfVersion("1234568")), "1234567");

    assertThat(store.get(KEY).getMetadata().getResourceVersion()).isEqualTo("1234569");
  }

  @Test
  void what_was_written_of_a_resource_that_is_gone_is_not_kept() {
    store.put(KEY, read(resource()));
    store.remove(KEY);

    store.written(read(resourceOfVersion("1234568")), "1234567");

    assertThat(store.size()).isZero();
    assertThat(counts.all()).isEmpty();
  }

  @Test
  void what_the_watch_brings_after_it_was_written_is_what_was_there_before() {
    store.put(KEY, read(resource()));
    store.written(read(resourceOfVersion("1234568")), "1234567");

    OptimizationJob before = store.put(KEY, read(resourceOfVersion("1234568")));

    assertThat(before.getMetadata().getResourceVersion()).isEqualTo("1234568");
    assertThat(counts.all().values()).containsExactly(1L);
  }

  @Test
  void each_resource_is_counted_once_whatever_is_put_removed_and_written_at_once() {
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i -> {
              OptimizationJob next = resourceOfVersion(String.valueOf(i));
              next.setStatus(i % 2 == 0 ? next.getStatus() : statusWithMessage("other"));
              if (i % 4 == 0) {
                synchronized (this) { // The informer puts and removes on one thread.
                  store.put(KEY, read(next));
                }
              } else if (i % 5 == 0) {
                synchronized (this) { // A list brings what is there already.
                  Optional.ofNullable(store.get(KEY))
                      .map(there -> there.getMetadata().getResourceVersion())
                      .ifPresent(version -> store.put(KEY, read(resourceOfVersion(version))));
                }
              } else if (i % 7 == 0) {
                synchronized (this) {
                  store.remove(KEY);
                }
              } else {
                store.written(read(next), String.valueOf(i / 4 * 4));
              }
            });

    assertThat(counts.all().values().stream().mapToLong(count -> count).sum())
        .isEqualTo(store.size());
    store
        .values()
        .map(job -> ((CachedJob) job).resource().group())
        .forEach(group -> assertThat(counts.all()).containsKey(group));
  }

  @Test
  void it_is_in_use_from_the_first_resource_on() {
    assertThat(used).isEmpty();

    store.put(KEY, read(resource()));

    assertThat(used).containsExactly(store);
  }

  @Test
  void it_is_read_while_it_is_changed() {
    OptimizationJobStatus whole = SampleJobs.wholeStatus();
    OptimizationJobStatus other = statusWithMessage("other");
    store.put(KEY, read(resource()));

    IntStream.range(0, 5_000)
        .parallel()
        .forEach(
            i -> {
              if (i % 10 == 0) {
                OptimizationJob next = resourceOfVersion(String.valueOf(i));
                next.setStatus(i % 20 == 0 ? whole : other);
                store.put(KEY, read(next));
              }
              assertThat(store.get(KEY).getStatus()).isIn(whole, other);
            });
    assertThat(counts.all().values()).containsExactly(1L);
  }

  @Test
  void a_status_is_the_operators_own_until_another_client_writes_it() {
    store.put(KEY, read(resource()));
    OptimizationJob edited = resourceOfVersion("1234568");
    edited.setSpec(new OptimizationJobSpec(null, null, 60, null));

    CachedJob put = put(edited);

    assertThat(put.isStatusForeign()).isFalse();
    assertThat(foreignStatus()).isNull();
  }

  @Test
  void what_another_client_wrote_over_comes_back_however_often_it_writes() {
    store.put(KEY, read(resource()));

    CachedJob first = putByOther(withMessage("1234568", "Another client was here."));
    putByOther(withMessage("1234569", "Once more."));

    assertThat(first.isStatusForeign()).isTrue();
    assertThat(foreignStatus()).isEqualTo(new ForeignStatus(resource().getStatus()));
    assertThat(store.get(KEY).getStatus().conditions().get(0).message()).isEqualTo("Once more.");
  }

  @Test
  void what_another_replica_writes_is_the_operators_own() {
    store.put(KEY, read(resource()));

    CachedJob put = put(withMessage("1234568", "The job is running."));

    assertThat(put.isStatusForeign()).isFalse();
    assertThat(foreignStatus()).isNull();
  }

  @Test
  void a_status_that_was_emptied_is_another_clients_work() {
    store.put(KEY, read(resource()));
    OptimizationJob emptied = resourceOfVersion("1234568");
    emptied.setStatus(null);

    put(emptied);

    assertThat(foreignStatus()).isEqualTo(new ForeignStatus(resource().getStatus()));
  }

  /** The API server records nobody who removes a field, and keeps the time of who wrote it. */
  @ParameterizedTest
  @CsvSource({
    "10:00:00, 10:00:00, a field, true",
    "10:00:00, 10:00:00, a condition, true",
    "10:00:00, 10:00:00, a field of a condition, true",
    "10:00:00, , a field, true",
    "10:00:00, 09:59:59, a field, true",
    "10:00:00, 10:00:01, a field, false",
    "10:00:00, 10:00:00, nothing but one text is other, false",
  })
  void a_field_that_goes_without_a_write_of_an_operator_is_another_clients_work(
      String before, @Nullable String after, String removed, boolean foreign) {
    OptimizationJob whole = resource();
    whole.setStatus(twoConditions(3L, "The job is running.", "us-east-1"));
    putWith(writer("job-reflector", before), whole);
    OptimizationJob changed = resourceOfVersion("1234568");
    changed.setStatus(
        switch (removed) {
          case "a field" -> twoConditions(3L, "The job is running.", null);
          case "a condition" -> statusWithMessage("The job is running.");
          case "a field of a condition" -> twoConditions(null, "The job is running.", "us-east-1");
          default -> twoConditions(3L, "The job still runs.", "us-east-1");
        });

    CachedJob put = putWith(after == null ? "" : writer("job-reflector", after), changed);

    assertThat(put.isStatusForeign()).isEqualTo(foreign);
    assertThat(foreignStatus()).isEqualTo(foreign ? new ForeignStatus(whole.getStatus()) : null);
  }

  @Test
  void what_another_client_wrote_and_removed_again_is_its_work() {
    String operator = writer("job-reflector", "10:00:00");
    OptimizationJob whole = resource();
    whole.setStatus(twoConditions(3L, "The job is running.", "us-east-1"));
    putWith(operator, whole);
    OptimizationJob edited = resourceOfVersion("1234568");
    edited.setStatus(twoConditions(3L, "The job is running.", "eu-west-1"));
    putWith(operator + "," + writer("kubectl", "10:00:01"), edited);
    OptimizationJob removed = resourceOfVersion("1234569");
    removed.setStatus(twoConditions(3L, "The job is running.", null));

    putWith(operator, removed);

    assertThat(foreignStatus()).isEqualTo(new ForeignStatus(whole.getStatus()));
    OptimizationJob back = resourceOfVersion("1234570");
    back.setStatus(whole.getStatus());
    putWith(operator, back);
    assertThat(foreignStatus()).isNull();
  }

  @Test
  void a_status_is_the_operators_own_again_once_it_is_written() {
    store.put(KEY, read(resource()));
    putByOther(withMessage("1234568", "Another client was here."));

    store.written(read(resourceOfVersion("1234569")), "1234568");

    assertThat(foreignStatus()).isNull();
    assertThat(put(resourceOfVersion("1234569")).isStatusForeign()).isFalse();
  }

  @Test
  void where_the_watch_brings_the_operators_own_write_first_it_is_the_operators_own() {
    store.put(KEY, read(resource()));
    put(withMessage("1234568", "The job is running."));

    store.written(read(withMessage("1234568", "The job is running.")), "1234567");

    assertThat(foreignStatus()).isNull();
  }

  @Test
  void where_the_watch_brings_a_foreign_write_before_the_answer_the_operators_own_is_known() {
    store.put(KEY, read(resource()));
    putByOther(withMessage("1234569", "Another client was here."));

    store.written(read(withMessage("1234568", "The job is running.")), "1234567");

    assertThat(foreignStatus())
        .isEqualTo(new ForeignStatus(statusWithMessage("The job is running.")));
  }

  @Test
  void what_is_written_while_the_watch_brings_it_is_never_taken_for_another_clients() {
    for (int i = 0; i < 2_000; i++) {
      String over = "1" + i + "0";
      String version = "1" + i + "1";
      store.put(KEY, read(withMessage(over, "before " + i)));
      store.confirmed(store.get(KEY));
      OptimizationJob answer = read(withMessage(version, "after " + i));
      OptimizationJob watched = read(withMessage(version, "after " + i));

      CompletableFuture<Void> watch = CompletableFuture.runAsync(() -> store.put(KEY, watched));
      store.written(answer, over);
      watch.join();

      assertThat(foreignStatus()).as("round %d", i).isNull();
    }
  }

  @Test
  void a_status_that_was_confirmed_is_the_operators_own() {
    store.put(KEY, read(resource()));
    putByOther(withMessage("1234568", "Another client was here."));

    store.confirmed(store.get(KEY));

    assertThat(foreignStatus()).isNull();
  }

  @Test
  void a_version_that_was_not_looked_at_is_not_confirmed() {
    store.put(KEY, read(resource()));
    putByOther(withMessage("1234568", "Another client was here."));
    OptimizationJob seen = store.get(KEY);
    putByOther(withMessage("1234569", "Once more."));

    store.confirmed(seen);

    assertThat(foreignStatus()).isNotNull();
  }

  @Test
  void a_resource_that_was_created_again_has_no_status_of_the_one_before_it() {
    store.put(KEY, read(resource()));
    OptimizationJob another = resourceOfVersion("1234568");
    another.getMetadata().setUid("another");
    another.setStatus(OptimizationJobStatus.PENDING);

    CachedJob put = put(another);

    assertThat(put.isStatusForeign()).isFalse();
    assertThat(foreignStatus()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "job-reflector, 10:00:00, kubectl, 09:59:59, false",
    "job-reflector, 10:00:00, kubectl, 10:00:00, true",
    "job-reflector, 10:00:00, kubectl, 10:00:01, true",
    "job-reflector, 10:00:00, job-reflector, 09:00:00, false",
    "velero-server, 10:00:00, kubectl, 09:59:59, true",
  })
  void at_the_start_managed_fields_say_whose_a_status_is(
      String one, String oneTime, String other, String otherTime, boolean foreign) {
    String managedFields =
        "\"metadata\":{\"managedFields\":[%s,%s],"
            .formatted(writer(one, oneTime), writer(other, otherTime));
    String text = json.asJson(resource()).replace("\"metadata\":{", managedFields);

    store.put(KEY, json.unmarshal(text, OptimizationJob.class));

    assertThat(foreignStatus()).isEqualTo(foreign ? new ForeignStatus(null) : null);
  }

  private static String writer(String manager, String time) {
    return """
        {"manager": "%s", "subresource": "status", "time": "2026-11-24T%sZ",
         "fieldsV1": {"f:status": {}}}
        """
        .formatted(manager, time);
  }

  private static OptimizationJobStatus twoConditions(
      @Nullable Long generation, String message, @Nullable String region) {
    return new OptimizationJobStatus(
        3L,
        message,
        region,
        null,
        null,
        List.of(),
        List.of(
            new Condition("Ready", "Unknown", "InProgress", message, Instant.EPOCH, 3L),
            new Condition("Synced", "True", "Synced", message, Instant.EPOCH, generation)));
  }

  private CachedJob putByOther(OptimizationJob job) {
    return putWith(writer("kubectl", "10:00:00"), job);
  }

  private CachedJob putWith(String writers, OptimizationJob job) {
    String managedFields = "\"metadata\":{\"managedFields\":[%s],".formatted(writers);
    String text = json.asJson(job).replace("\"metadata\":{", managedFields);
    CachedJob read = (CachedJob) json.unmarshal(text, OptimizationJob.class);
    store.put(KEY, read);
    return read;
  }

  private CachedJob put(OptimizationJob job) {
    CachedJob read = (CachedJob) read(job);
    store.put(KEY, read);
    return read;
  }

  private @Nullable ForeignStatus foreignStatus() {
    return store.foreignStatus(store.get(KEY));
  }

  private static OptimizationJob withMessage(String version, String message) {
    OptimizationJob job = resourceOfVersion(version);
    job.setStatus(statusWithMessage(message));
    return job;
  }

  private int size(String key) {
    return ((CachedJob) store.get(key)).resource().body().size();
  }

  private static OptimizationJobStatus statusWithMessage(String message) {
    return new OptimizationJobStatus(
        3L,
        message,
        "us-east-1",
        null,
        null,
        List.of(),
        List.of(new Condition("Ready", "Unknown", "InProgress", message, Instant.EPOCH, 3L)));
  }

  /** As the operator's client reads what the API server sends, whose fields are sorted. */
  private OptimizationJob read(OptimizationJob job) {
    try {
      Object fields = json.convertValue(job, Object.class);
      return json.unmarshal(sorting.writeValueAsString(fields), OptimizationJob.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static OptimizationJob resource() {
    return resourceOfVersion("1234567");
  }

  private static OptimizationJob resourceOfVersion(String version) {
    OptimizationJob job = SampleJobs.whole("job");
    job.setMetadata(
        new ObjectMetaBuilder(job.getMetadata())
            .withUid("46361f1f-86b1-43d2-8580-1a165bd3b042")
            .withResourceVersion(version)
            .withGeneration(3L)
            .withCreationTimestamp("2026-11-24T00:00:00Z")
            .addToAnnotations(OptimizationJob.RECONCILE_REQUESTED_AT, "now")
            .build());
    return job;
  }
}

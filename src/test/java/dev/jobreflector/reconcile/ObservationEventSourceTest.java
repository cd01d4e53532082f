package dev.jobreflector.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.decision.ResourceKey;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which resources the polls are told to forget. */
class ObservationEventSourceTest {

  private final List<ResourceKey> forgotten = new ArrayList<>();
  private final List<ResourceID> reconciled = new ArrayList<>();
  private final ObservationEventSource observations = new ObservationEventSource();

  @BeforeEach
  void connect() {
    observations.connect(cacheOf(new ResourceID("there", "default")), forgotten::add);
  }

  @Test
  void a_deleted_resource_is_forgotten() {
    observations.onResourceDeleted(resource("uid-1"));

    assertThat(forgotten).containsExactly(new ResourceKey("default", "job"));
  }

  @Test
  void one_that_was_made_again_unseen_is_forgotten_for_it_may_reflect_another_job() {
    observations.onResourceUpdated(resource("uid-2"), resource("uid-1"));

    assertThat(forgotten).containsExactly(new ResourceKey("default", "job"));
  }

  @Test
  void a_changed_one_is_not_forgotten() {
    observations.onResourceUpdated(resource("uid-1"), resource("uid-1"));

    assertThat(forgotten).isEmpty();
  }

  @Test
  void one_that_the_cluster_no_longer_has_is_forgotten_by_who_asks_for_it() {
    observations.setEventHandler(event -> reconciled.add(event.getRelatedCustomResourceID()));
    observations.start();

    observations.reconcile(
        Set.of(new ResourceKey("default", "there"), new ResourceKey("default", "gone")));

    assertThat(forgotten).containsExactly(new ResourceKey("default", "gone"));
    assertThat(reconciled)
        .as("one that comes back at this moment is wanted again")
        .containsExactlyInAnyOrder(
            new ResourceID("there", "default"), new ResourceID("gone", "default"));
  }

  private static Cache<OptimizationJob> cacheOf(ResourceID present) {
    return new Cache<>() {
      @Override
      public Optional<OptimizationJob> get(ResourceID id) {
        return contains(id) ? Optional.of(SampleJobs.named(id.getName())) : Optional.empty();
      }

      @Override
      public boolean contains(ResourceID id) {
        return present.equals(id);
      }

      @Override
      public Stream<ResourceID> keys() {
        return Stream.of(present);
      }

      @Override
      public Stream<OptimizationJob> list(Predicate<OptimizationJob> predicate) {
        return keys().flatMap(id -> get(id).stream()).filter(predicate);
      }
    };
  }

  private static OptimizationJob resource(String uid) {
    OptimizationJob resource = SampleJobs.named("job");
    resource.getMetadata().setUid(uid);
    return resource;
  }
}

package dev.jobreflector.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.decision.ResourceKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which resources the polls are told to forget. */
class ObservationEventSourceTest {

  private final List<ResourceKey> forgotten = new ArrayList<>();
  private final ObservationEventSource observations = new ObservationEventSource(forgotten::add);

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

  private static OptimizationJob resource(String uid) {
    OptimizationJob resource = SampleJobs.named("job");
    resource.getMetadata().setUid(uid);
    return resource;
  }
}

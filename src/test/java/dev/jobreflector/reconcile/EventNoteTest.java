package dev.jobreflector.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.SampleJobs;
import dev.jobreflector.decision.Announcement;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An Event's note is cut to what the API server takes, and never within a character. */
@EnableKubernetesMockClient(crud = true)
class EventNoteTest {
  KubernetesClient client;

  @ParameterizedTest
  @ValueSource(ints = {1015, 1016, 1017, 1018, 1019, 1020, 1021, 1022, 1023, 1024})
  void a_note_is_cut_between_characters(int textBefore) {
    String note = "x".repeat(textBefore) + "😀😀ä";

    assertThat(made(note))
        .matches("x*😀*ä?…?")
        .satisfies(made -> assertThat(made.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1024));
  }

  private String made(String note) {
    EventWriter writer = new EventWriter(client, "test", Clock.systemUTC(), (kind, outcome) -> {});
    OptimizationJob resource = SampleJobs.named("job");

    writer.create(resource, List.of(new Announcement("Failed", "Reflect", true, note, "1", note)));

    List<Event> events = client.events().v1().events().inNamespace("default").list().getItems();
    assertThat(events).hasSize(1);
    return events.get(0).getNote();
  }
}

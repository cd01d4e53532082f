package dev.jobreflector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.api.v1alpha1.Condition;
import dev.jobreflector.api.v1alpha1.OptimizationJob;
import dev.jobreflector.api.v1alpha1.OptimizationJobSpec;
import dev.jobreflector.cluster.ClusterConfig;
import dev.jobreflector.cluster.ClusterConfigException;
import dev.jobreflector.embedded.EmbeddedApiServer;
import dev.jobreflector.proxy.Proxies;
import dev.jobreflector.settings.BadSettingException;
import dev.jobreflector.settings.Settings;
import dev.jobreflector.settings.SettingsParser;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.SageMakerSimulator;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole operator in this JVM, between Fabric8's mock of Kubernetes and the simulator. */
class ReflectorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JobPlan QUICK =
      JobPlan.defaults()
          .lasting(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(2));
  private static final String NAMESPACE = "default";

  private final EmbeddedApiServer apiServer = EmbeddedApiServer.start();
  private final KubernetesClient client = apiServer.client();
  private final SageMakerSimulator simulator = SageMakerSimulator.start();
  private final Map<String, String> properties =
      Map.of(
          "aws.endpointUrl", simulator.endpoint().toString(),
          "aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE",
          "aws.secretAccessKey", "any");
  private Reflector reflector;

  @BeforeEach
  void startOperator() throws Exception {
    properties.forEach(System::setProperty);
    start();
  }

  @AfterEach
  void stop() {
    reflector.close();
    simulator.close();
    apiServer.close();
    properties.keySet().forEach(System::clearProperty);
  }

  @Test
  void a_job_is_reflected_to_its_end_with_one_event_for_each_state() {
    apply("job", null);
    simulator.jobs().create("job", QUICK);

    awaitReady("job", "True", "Completed");
    assertThat(jobStatus("job")).isEqualTo("COMPLETED");
    assertThat(reasons("job")).containsExactlyInAnyOrder("Starting", "InProgress", "Completed");
  }

  @Test
  void a_failed_job_tells_why() {
    apply("job", null);
    simulator.jobs().create("job", QUICK.ending(new JobPlan.Failed("ClientError: no such bucket")));

    awaitReady("job", "False", "Failed");
    assertThat(get("job").getStatus().description().failureReason())
        .isEqualTo("ClientError: no such bucket");
  }

  @Test
  void an_absent_job_is_told_after_the_grace_time_and_shown_once_it_is_there() {
    apply("late", null);
    awaitReady("late", "False", "JobNotFound");

    simulator.jobs().create("late", QUICK.unending());
    awaitStatus("late", "INPROGRESS");
    assertThat(reasons("late")).contains("JobNotFound", "Recovered");
  }

  @Test
  void a_deleted_resource_is_not_polled_for_any_more() {
    simulator.jobs().create("job", QUICK.unending());
    apply("job", null);
    awaitStatus("job", "INPROGRESS");

    client.resources(OptimizationJob.class).inNamespace(NAMESPACE).withName("job").delete();

    awaitNoMoreCalls();
  }

  @Test
  void a_suspended_resource_makes_no_calls_and_goes_on_when_it_is_resumed() {
    simulator.jobs().create("job", QUICK.unending());
    apply("job", true);
    awaitCondition("job", "Synced", "Unknown", "Suspended");
    assertThat(simulator.calls().count()).isZero();

    client
        .resources(OptimizationJob.class)
        .inNamespace(NAMESPACE)
        .withName("job")
        .edit(ReflectorTest::resumed);

    awaitStatus("job", "INPROGRESS");
    assertThat(get("job").getStatus().observedGeneration()).isEqualTo(2);
  }

  @Test
  void a_restart_repeats_no_event() throws Exception {
    apply("job", null);
    simulator.jobs().create("job", QUICK.unending());
    awaitStatus("job", "INPROGRESS");
    List<String> before = reasons("job");

    reflector.close();
    start();
    long calls = simulator.calls().count();
    await().atMost(PATIENCE).until(() -> simulator.calls().count() > calls + 1);

    assertThat(reasons("job")).isEqualTo(before);
  }

  private void start() throws IOException, BadSettingException, ClusterConfigException {
    Settings settings =
        (Settings)
            SettingsParser.parse(
                SettingsParser.parser(Map.of()),
                "--resync-period=1s",
                "--retry-period=0.3s",
                "--grace-time=1s",
                "--aws-rate=50",
                "--leader-election=false",
                "--http-port=0");
    reflector =
        new Reflector(
            settings,
            simulator.home().region(),
            ClusterConfig.client(apiServer.client().getConfiguration(), null, "test"),
            Proxies.of(Map.of()),
            Clock.systemUTC(),
            new Shutdown());
    reflector.start();
  }

  private void apply(String name, Boolean suspend) {
    OptimizationJob resource = new OptimizationJob();
    resource.setMetadata(new ObjectMetaBuilder().withName(name).build());
    resource.setSpec(new OptimizationJobSpec(null, null, null, suspend));
    client.resource(resource).inNamespace(NAMESPACE).create();
  }

  private static OptimizationJob resumed(OptimizationJob resource) {
    resource.setSpec(OptimizationJobSpec.EMPTY);
    return resource;
  }

  private OptimizationJob get(String name) {
    return client.resources(OptimizationJob.class).inNamespace(NAMESPACE).withName(name).get();
  }

  private String jobStatus(String name) {
    var description = get(name).getStatus().description();
    return description == null ? null : description.optimizationJobStatus();
  }

  private void awaitStatus(String name, String status) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(jobStatus(name)).isEqualTo(status));
  }

  private void awaitReady(String name, String status, String reason) {
    awaitCondition(name, "Ready", status, reason);
  }

  private void awaitCondition(String name, String type, String status, String reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get(name).getStatus().conditions())
                    .filteredOn(condition -> condition.type().equals(type))
                    .extracting(Condition::status, Condition::reason)
                    .containsExactly(tuple(status, reason)));
  }

  private List<String> reasons(String name) {
    return client.resources(Event.class).inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .map(Event::getReason)
        .sorted()
        .toList();
  }

  // A poll would come each second; one under way may still end.
  private void awaitNoMoreCalls() {
    AtomicLong seen = new AtomicLong(-1);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(3))
        .until(
            () -> {
              long now = simulator.calls().count();
              return seen.getAndSet(now) == now;
            });
  }
}

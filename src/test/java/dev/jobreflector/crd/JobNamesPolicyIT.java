package dev.jobreflector.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.jobreflector.apiserver.ApiServerBinaries;
import dev.jobreflector.apiserver.Kubectl;
import dev.jobreflector.apiserver.Kubectl.Result;
import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServer.Settings;
import dev.jobreflector.apiserver.RealApiServerExtension;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code docs/install/job-names-policy.yaml} against users who may write OptimizationJobs in their
 * namespace, and nothing else.
 */
@ExtendWith(RealApiServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobNamesPolicyIT {

  private static final String ANNOTATION = "sagemaker.jobreflector.dev/job-name-prefixes";

  /** Namespaces, and what their annotation says; empty: they have none. */
  private static final Map<String, String> NAMESPACES =
      Map.of(
          "team-a", "",
          "team-a-b", "",
          "team-b", "",
          "legacy", ANNOTATION + "=legacy-, Mixtral-,team-b-legacy-",
          "nothing", ANNOTATION + "= ,",
          "a", "");

  private static final String WHAT_TO_DO =
      "Name another job in spec.optimizationJobName (default: metadata.name), or ask a cluster"
          + " administrator to list the prefix in annotation "
          + ANNOTATION
          + " of the namespace";

  /** Namespace, name, spec. */
  static final List<Arguments> ALLOWED =
      List.of(
          arguments("team-a", "team-a-llama", null),
          arguments("team-a", "team-a-llama", "{}"),
          arguments("team-a", "any-name", "{optimizationJobName: team-a-llama}"),
          arguments("team-a", "any-name", "{optimizationJobName: team-a-Llama-3-8B}"),
          arguments("team-a", "any.name", "{optimizationJobName: team-a-b}"),
          arguments("team-a-b", "team-a-b-llama", "{}"),
          arguments("team-b", "team-b-legac", "{}"),
          arguments("legacy", "legacy-llama", "{}"),
          arguments("legacy", "any-name", "{optimizationJobName: Mixtral-8x7B}"),
          arguments("legacy", "team-b-legacy-llama", "{}"),
          arguments("a", "a-llama", "{}"));

  /** Namespace, name, spec, the job that is refused, why. */
  static final List<Arguments> REFUSED =
      List.of(
          arguments("team-a", "llama", null, "llama", "begin with team-a-."),
          arguments("team-a", "llama", "{}", "llama", "begin with team-a-."),
          arguments("team-a", "team-b-llama", "{suspend: true}", "team-b-llama", "team-a-."),
          arguments(
              "team-a",
              "team-a-llama",
              "{optimizationJobName: team-b-llama}",
              "team-b-llama",
              "begin with team-a-."),
          arguments("team-a", "team-a", "{}", "team-a", "begin with team-a-."),
          arguments("team-a", "team-aa-llama", "{}", "team-aa-llama", "begin with team-a-."),
          arguments("team-a", "x-team-a-llama", "{}", "x-team-a-llama", "begin with team-a-."),
          arguments(
              "team-a",
              "upper-case",
              "{optimizationJobName: TEAM-A-llama}",
              "TEAM-A-llama",
              "begin with team-a-."),
          arguments(
              "team-a",
              "team-a-b-llama",
              "{}",
              "team-a-b-llama",
              "It belongs to namespace team-a-b, which has the longer prefix team-a-b-."),
          arguments(
              "team-a",
              "upper-case",
              "{optimizationJobName: team-a-B-llama}",
              "team-a-B-llama",
              "It belongs to namespace team-a-b, which has the longer prefix team-a-b-."),
          arguments("team-a-b", "team-a-llama", "{}", "team-a-llama", "begin with team-a-b-."),
          arguments(
              "team-b",
              "team-b-legacy-llama",
              "{}",
              "team-b-legacy-llama",
              "It belongs to namespace legacy, which has the longer prefix team-b-legacy-."),
          arguments(
              "team-b",
              "any-name",
              "{optimizationJobName: Mixtral-8x7B}",
              "Mixtral-8x7B",
              "begin with team-b-."),
          arguments(
              "legacy",
              "mixtral-8x7b",
              "{}",
              "mixtral-8x7b",
              "begin with legacy- or Mixtral- or team-b-legacy-."),
          arguments("nothing", "nothing-llama", "{}", "nothing-llama", "It may name no job."),
          arguments("nothing", "any-name", "{}", "any-name", "It may name no job."));

  private final RealApiServer server;
  private Map<String, Kubectl> users = Map.of();

  JobNamesPolicyIT(ApiServerBinaries binaries) {
    // Its own: a policy is for all namespaces of a server.
    server = RealApiServer.start(binaries, Settings.named("policy"));
  }

  @BeforeAll
  void apply() {
    server.applyCrd();
    server
        .kubectl(
            "create",
            "clusterrole",
            "writer",
            "--verb=get,list,watch,create,update,patch,delete,deletecollection",
            "--resource=optimizationjobs.sagemaker.jobreflector.dev")
        .succeeded();
    NAMESPACES.forEach(this::createNamespace);
    users =
        NAMESPACES.keySet().stream()
            .collect(
                Collectors.toMap(
                    namespace -> namespace,
                    namespace -> server.kubectlWith(server.kubeconfigOf(namespace, "user"))));
    create("team-a", "from-before", "{optimizationJobName: team-b-from-before}").succeeded();

    server.kubectl("apply", "-f", "docs/install/job-names-policy.yaml").succeeded();

    await().untilAsserted(() -> assertThat(tryOut("legacy", "x").stderr()).contains(WHAT_TO_DO));
    await()
        .untilAsserted(
            () ->
                assertThat(tryOut("team-b", "team-b-legacy-x").stderr())
                    .contains("belongs to namespace legacy"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @FieldSource("ALLOWED")
  void a_namespace_may_name_jobs_that_begin_with_its_prefix(
      String namespace, String name, String spec) {
    create(namespace, name, spec).succeeded();

    user(namespace, "", "delete", "optimizationjob", name).succeeded();
  }

  @ParameterizedTest
  @FieldSource("REFUSED")
  void other_jobs_are_refused_with_what_to_do(
      String namespace, String name, String spec, String job, String why) {
    Result result = create(namespace, name, spec);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr())
        .contains(
            "(Forbidden)",
            "namespace " + namespace + " may not name job " + job + ". ",
            why,
            why.contains("belongs to namespace")
                ? "Create the resource there, or name another job in spec.optimizationJobName"
                : WHAT_TO_DO);
  }

  @Test
  void a_generated_name_is_checked_as_it_is_generated() {
    assertThat(generate("team-b-").stderr()).contains("may not name job team-b-");
    assertThat(generate("team-a-b-").stderr()).contains("belongs to namespace team-a-b");

    generate("team-a-").succeeded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create -f -",
        "apply -f -",
        "apply --server-side -f -",
        "apply --server-side --subresource=status -f -",
        "replace --force -f -",
        "replace --force --validate=ignore -f -",
        "create --raw /apis/sagemaker.jobreflector.dev/v1alpha1/namespaces/team-a/optimizationjobs"
            + " -f -",
      })
  void no_other_command_creates_what_is_refused(String command) {
    Result result = user("team-a", job("team-b-llama", "{}"), command.split(" ", -1));

    assertThat(result.exitCode()).isNotZero();
    assertThat(user("team-a", "", "get", "optimizationjob", "team-b-llama").stderr())
        .contains("(NotFound)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\": {\"optimizationJobName\": \"team-b-llama\"}}",
        "{\"spec\": {\"optimizationJobName\": null}}",
        "{\"spec\": null}",
        "{\"metadata\": {\"name\": \"team-b-llama\"}}",
        "{\"metadata\": {\"namespace\": \"team-b\"}}",
      })
  void an_update_cannot_change_the_job(String patch) {
    create("team-a", "team-b-patched", "{optimizationJobName: team-a-patched}").succeeded();

    Result result =
        user(
            "team-a",
            "",
            "patch",
            "optimizationjob",
            "team-b-patched",
            "--type=merge",
            "-p",
            patch);

    assertThat(result.exitCode()).as(result.stdout()).isNotZero();
    user("team-a", "", "delete", "optimizationjob", "team-b-patched").succeeded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "annotate namespace team-a " + ANNOTATION + "=team-b-",
        "create namespace team-b-llama",
        "delete validatingadmissionpolicybinding job-reflector-job-names",
        "delete validatingadmissionpolicy job-reflector-job-names",
      })
  void a_user_of_the_namespace_cannot_change_the_rule(String command) {
    assertThat(user("team-a", "", command.split(" ", -1)).stderr()).contains("Forbidden");
  }

  @Test
  void a_resource_from_before_the_policy_is_still_changed_and_gets_its_status() {
    user(
            "team-a",
            "",
            "patch",
            "optimizationjob",
            "from-before",
            "--type=merge",
            "-p",
            "{\"spec\": {\"suspend\": true}}")
        .succeeded();
    server
        .kubectl(
            "-n",
            "team-a",
            "patch",
            "optimizationjob",
            "from-before",
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\": {\"optimizationJobStatus\": \"FAILED\"}}")
        .succeeded();

    user("team-a", "", "delete", "optimizationjob", "from-before").succeeded();
    assertThat(
            create("team-a", "from-before", "{optimizationJobName: team-b-from-before}").stderr())
        .contains("may not name job team-b-from-before");
  }

  private void createNamespace(String namespace, String annotation) {
    server.kubectl("create", "namespace", namespace).succeeded();
    if (!annotation.isEmpty()) {
      server.kubectl("annotate", "namespace", namespace, annotation).succeeded();
    }
    server
        .kubectl(
            "-n",
            namespace,
            "create",
            "rolebinding",
            "writer",
            "--clusterrole=writer",
            "--serviceaccount=" + namespace + ":user")
        .succeeded();
  }

  private Result create(String namespace, String name, String spec) {
    return user(namespace, job(name, spec), "create", "-f", "-");
  }

  private Result generate(String prefix) {
    String generated = job("x", "{}").replace("name: x", "generateName: " + prefix);
    return user("team-a", generated, "create", "-f", "-");
  }

  private Result tryOut(String namespace, String name) {
    return user(namespace, job(name, "{}"), "create", "--dry-run=server", "-f", "-");
  }

  /** kubectl with the rights of the namespace's user. */
  private Result user(String namespace, String input, String... command) {
    return users
        .get(namespace)
        .runWithInput(
            input,
            Stream.concat(Stream.of("--namespace=" + namespace), Stream.of(command))
                .toArray(String[]::new));
  }

  private static String job(String name, String spec) {
    return """
    apiVersion: sagemaker.jobreflector.dev/v1alpha1
    kind: OptimizationJob
    metadata: {name: %s}
    %s
    """
        .formatted(name, spec == null ? "" : "spec: " + spec);
  }
}

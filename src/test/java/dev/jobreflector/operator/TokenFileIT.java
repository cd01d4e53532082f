package dev.jobreflector.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jobreflector.apiserver.RealApiServer;
import dev.jobreflector.apiserver.RealApiServerExtension;
import dev.jobreflector.operator.OperatorProcess.Command;
import dev.jobreflector.simulator.JobPlan;
import dev.jobreflector.simulator.JobStatus;
import dev.jobreflector.simulator.SageMakerSimulator;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A kubeconfig whose user has a tokenFile, as kubectl reads it. */
@ExtendWith(RealApiServerExtension.class)
class TokenFileIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofDays(1);
  private static final String ACCOUNT = "operator";

  private final SageMakerSimulator simulator = SageMakerSimulator.start();
  private final RealApiServer server;
  private final JobsNamespace jobs;
  @TempDir private Path folder;

  TokenFileIT(RealApiServer server, Namespace namespace) {
    this.server = server;
    this.jobs = new JobsNamespace(server, namespace.getMetadata().getName());
    server.applyCrd();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void the_token_is_read_again_when_it_is_replaced() throws IOException {
    String first = newToken();
    server.kubectl(
        "create",
        "clusterrolebinding",
        jobs.name(),
        "--clusterrole=cluster-admin",
        "--serviceaccount=" + jobs.name() + ":" + ACCOUNT);
    Files.writeString(folder.resolve("token"), first + "\n");
    simulator.jobs().create("job", JobPlan.defaults().lasting(LONG, LONG, LONG));
    jobs.apply("job");
    try (OperatorProcess operator = OperatorProcess.start(command())) {
      jobs.awaitJobStatus("job", "STARTING");

      replaceToken(newToken());
      await().atMost(PATIENCE).until(() -> isRefused(first));
      simulator.jobs().transition("job", JobStatus.INPROGRESS);

      jobs.awaitJobStatus("job", "INPROGRESS");
      assertThat(operator.stop()).isZero();
      assertThat(operator.log()).contains("released").doesNotContain("ERROR");
    }
  }

  @Test
  void a_token_file_that_is_not_there_is_one_line_and_exit_code_2() throws IOException {
    try (OperatorProcess operator = OperatorProcess.launch(command())) {
      assertThat(operator.awaitExit()).isEqualTo(2);
      assertThat(operator.log())
          .isEqualTo(
              "job-reflector: the kubeconfig's tokenFile %s cannot be used: NoSuchFileException: %1$s"
                      .formatted(folder.resolve("token"))
                  + " (see --help)\n");
    }
  }

  private Command command() throws IOException {
    String withToken = Files.readString(server.kubeconfigOfToken("here"));
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"), withToken.replace("token: here", "tokenFile: token"));
    return Command.of("token-file", kubeconfig, jobs.name(), simulator.endpoint());
  }

  // Tokens of a ServiceAccount are refused once it was deleted, though another has its name.
  private String newToken() {
    server.kubectl(
        "delete", "serviceaccount", ACCOUNT, "--namespace=" + jobs.name(), "--ignore-not-found");
    return Config.fromKubeconfig(server.kubeconfigOf(jobs.name(), ACCOUNT).toFile())
        .getAutoOAuthToken();
  }

  private void replaceToken(String token) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), token);
    Files.move(next, folder.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isRefused(String token) {
    return server
        .kubectlWith(server.kubeconfigOfToken(token))
        .run("get", "namespaces")
        .stderr()
        .contains("Unauthorized");
  }
}

package dev.jobreflector.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bearer token in a file, as a kubeconfig names it. */
class TokenFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("token"), " first\n");
  }

  @Test
  void a_token_is_read_without_space_around_it() throws IOException {
    assertThat(new TokenFile(file, null).getToken()).isEqualTo("first");
  }

  @Test
  void a_token_that_is_written_anew_or_replaced_counts_from_then_on() throws IOException {
    TokenFile token = new TokenFile(file, null);

    Files.writeString(file, "the second");
    assertThat(token.getToken()).isEqualTo("the second");
    Files.move(
        Files.writeString(folder.resolve("next"), "a third one"),
        file,
        StandardCopyOption.ATOMIC_MOVE);
    assertThat(token.getToken()).isEqualTo("a third one");
  }

  /** As the files of a projected volume are, which change by a link. */
  @Test
  void a_token_behind_a_link_counts_when_the_link_changes() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, file);
    TokenFile token = new TokenFile(link, null);

    Path other = Files.writeString(folder.resolve("other"), "other");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.delete(link);
    Files.createSymbolicLink(link, other);

    assertThat(token.getToken()).isEqualTo("other");
  }

  @Test
  void the_last_token_is_used_while_the_file_is_gone_or_empty() throws IOException {
    TokenFile token = new TokenFile(file, null);

    Files.writeString(file, "");
    assertThat(token.getToken()).isEqualTo("first");
    Files.delete(file);
    assertThat(token.getToken()).isEqualTo("first");
    Files.writeString(file, "second");
    assertThat(token.getToken()).isEqualTo("second");
  }

  @Test
  void a_file_that_is_not_there_or_empty_is_told_where_there_is_no_other_token()
      throws IOException {
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> new TokenFile(file, null)).hasMessage("the file is empty");
    Files.delete(file);
    assertThatThrownBy(() -> new TokenFile(file, null)).isInstanceOf(IOException.class);
    assertThat(new TokenFile(file, "of the kubeconfig").getToken()).isEqualTo("of the kubeconfig");
  }

  @Test
  void the_kubeconfig_names_it_for_the_user_of_its_context_relative_to_itself() throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "https://api.example"}}]
            users:
            - {name: other, user: {tokenFile: other}}
            - {name: test, user: {tokenFile: ./token}}
            contexts: [{name: test, context: {cluster: test, user: test}}]
            """);

    assertThat(new KubeconfigEntries(Config.fromKubeconfig(kubeconfig.toFile())).tokenFile())
        .hasValueSatisfying(named -> assertThat(named.normalize()).isEqualTo(file));
  }
}

package dev.jobreflector.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** GitHub's workflows, which nothing here runs, name what is there and what cannot change. */
class WorkflowsTest {

  private static final Pattern USES = Pattern.compile("(?m)^[ -]*uses: (.*)$");
  private static final Pattern PROGRAM = Pattern.compile("(\\.ci/[\\w/-]+|\\./mvnw)(?= |\\n|\\))");
  private static final String PINNED = "[\\w/-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+";
  private static final String LOCAL = "\\./\\.github/workflows/\\w+\\.yaml.*";

  @ParameterizedTest
  @MethodSource("workflows")
  void pin_each_action_to_a_commit(Path workflow) throws IOException {
    assertThat(all(USES, workflow)).isNotEmpty().allMatch(use -> use.matches(PINNED + "|" + LOCAL));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void run_programs_that_are_there(Path workflow) throws IOException {
    assertThat(all(PROGRAM, workflow))
        .isNotEmpty()
        .allSatisfy(program -> assertThat(Path.of(program)).isExecutable());
  }

  static List<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(".github", "workflows"))) {
      return files.sorted().toList();
    }
  }

  private static List<String> all(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}

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

/** Links from one document to another lead somewhere. */
class LinksTest {

  private static final Pattern RELATIVE_LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)");

  @ParameterizedTest
  @MethodSource("documents")
  void lead_to_files(Path document) throws IOException {
    Path folder = Path.of("").toAbsolutePath().resolve(document).getParent();
    List<String> links =
        RELATIVE_LINK
            .matcher(Files.readString(document))
            .results()
            .map((MatchResult link) -> link.group(1))
            .toList();

    assertThat(links).allSatisfy(link -> assertThat(folder.resolve(link)).exists());
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> here = Files.list(Path.of(""));
        Stream<Path> below = Files.walk(Path.of("docs"))) {
      return Stream.concat(here, below)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }
}

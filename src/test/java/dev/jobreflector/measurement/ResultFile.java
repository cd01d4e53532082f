package dev.jobreflector.measurement;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Results as JSON. A result takes the place of an older one of its scenario; those of other
 * scenarios stay: so the scenarios may be run one by one.
 */
public final class ResultFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path file;
  private final List<String> order;

  /**
   * The file need not be there.
   *
   * @param order of the scenarios' names
   */
  public ResultFile(Path file, List<String> order) {
    this.file = file;
    this.order = order;
  }

  /** All results, in the order of their scenarios. */
  public List<Result> read() {
    try {
      return Files.exists(file)
          ? JSON.readValue(file.toFile(), new TypeReference<List<Result>>() {})
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a result. */
  public void put(Result result) {
    List<Result> results = new ArrayList<>(read());
    results.removeIf(older -> older.scenario().equals(result.scenario()));
    results.add(result);
    results.sort((a, b) -> order.indexOf(a.scenario()) - order.indexOf(b.scenario()));
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      JSON.writeValue(file.toFile(), results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

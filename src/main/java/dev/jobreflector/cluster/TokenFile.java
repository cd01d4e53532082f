package dev.jobreflector.cluster;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bearer token in a file that changes, such as a kubeconfig's {@code tokenFile}. The next request
 * uses a new token. While the file cannot be read, requests use the last token. Thread-safe.
 */
final class TokenFile implements OAuthTokenProvider {

  private static final Logger log = LoggerFactory.getLogger(TokenFile.class);

  private final Path file;
  private String token;
  private @Nullable Version version;
  private boolean unreadable;

  /** Changes if the file is written or replaced. */
  private record Version(Object modified, long size, @Nullable Object key) {}

  /**
   * Reads the token, unless there is one from before.
   *
   * @param before the token to use until the file is first read; null for none
   * @throws IOException if {@code before} is null and the file is missing, unreadable or empty
   */
  TokenFile(Path file, @Nullable String before) throws IOException {
    this.file = file;
    if (before == null) {
      this.version = versionOf(file);
      this.token = read(file);
    } else {
      this.token = before;
    }
  }

  @Override
  public synchronized String getToken() {
    try {
      Version now = versionOf(file);
      if (!now.equals(version)) {
        token = read(file);
        version = now;
      }
      unreadable = false;
    } catch (IOException e) {
      if (!unreadable) {
        log.warn(
            "The token file {} cannot be read. The operator uses the last token: {}",
            file,
            e.toString());
      }
      unreadable = true;
    }
    return token;
  }

  private static Version versionOf(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new Version(now.lastModifiedTime(), now.size(), now.fileKey());
  }

  private static String read(Path file) throws IOException {
    String text = Files.readString(file).strip();
    if (text.isEmpty()) {
      throw new IOException("the file is empty");
    }
    return text;
  }
}

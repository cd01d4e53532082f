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
 * A bearer token that is kept in a file and changes there, as a kubeconfig's {@code tokenFile} has
 * it. A new token is used from the next request on; while the file cannot be read, the last one is.
 */
final class TokenFile implements OAuthTokenProvider {

  private static final Logger log = LoggerFactory.getLogger(TokenFile.class);

  private final Path file;
  private String token;
  private @Nullable Version version;
  private boolean unreadable;

  /** By which one notices that a file was written or replaced. */
  private record Version(Object modified, long size, @Nullable Object key) {}

  /**
   * Reads it.
   *
   * @param before used until the file can be read; null for none
   * @throws IOException where it is not there, cannot be read or is empty, and there is none before
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
            "The token file {} cannot be read, the last token is used: {}", file, e.toString());
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
      throw new IOException("it is empty");
    }
    return text;
  }
}

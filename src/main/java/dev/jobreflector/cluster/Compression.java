package dev.jobreflector.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses with Deflate and a preset dictionary, so that content common to small resources is not
 * stored with each. An outdated dictionary only costs bytes. Thread-safe.
 */
final class Compression {

  private static final int BUFFER_BYTES = 1024;

  private final byte[] dictionary;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  // Each holds about 40 KB outside the heap. There are as many as were ever in use at once.
  private final Queue<Inflater> idle = new ConcurrentLinkedQueue<>();

  /** Creates a compression for texts that resemble this dictionary. */
  Compression(byte[] dictionary) {
    this.dictionary = dictionary.clone();
  }

  /** Creates a compression with the dictionary for spec and status. */
  static Compression forResources() {
    try (InputStream stream =
        Objects.requireNonNull(
            Compression.class.getResourceAsStream("resources.dictionary"), "in the jar")) {
      return new Compression(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compresses these bytes. */
  byte[] compress(byte[] plain) {
    synchronized (deflater) {
      deflater.reset();
      deflater.setDictionary(dictionary);
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream compressed = new ByteArrayOutputStream(BUFFER_BYTES);
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!deflater.finished()) {
        compressed.write(buffer, 0, deflater.deflate(buffer));
      }
      return compressed.toByteArray();
    }
  }

  /**
   * Restores the bytes that {@link #compress} compressed.
   *
   * @param length the number of bytes before compression
   */
  byte[] expand(byte[] compressed, int length) {
    Inflater pooled = idle.poll();
    Inflater inflater = pooled == null ? new Inflater(true) : pooled;
    byte[] plain = new byte[length];
    int done = 0;
    try {
      inflater.setDictionary(dictionary);
      inflater.setInput(compressed);
      while (done < length) {
        int more = inflater.inflate(plain, done, length - done);
        if (more == 0) {
          throw new DataFormatException("ends after " + done + " bytes of " + length);
        }
        done += more;
      }
    } catch (DataFormatException e) {
      inflater.end();
      throw new IllegalStateException("these bytes were not compressed here", e);
    }
    inflater.reset();
    idle.add(inflater);
    return plain;
  }
}

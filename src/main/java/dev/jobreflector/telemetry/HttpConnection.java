package dev.jobreflector.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, for one request and one response. Only one thread uses it; no method
 * blocks.
 */
final class HttpConnection {

  private static final int FIRST_HEAD_BYTES = 512;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final int maxHeadBytes;
  private byte[] head = {};
  private int headLength;
  private boolean headOnly;
  private @Nullable HttpAnswer answer;
  private ByteBuffer[] unsent = {};

  /**
   * Creates a connection that has received nothing yet.
   *
   * @param key the key of the channel; this object sets its interest
   */
  HttpConnection(SocketChannel channel, SelectionKey key, int maxHeadBytes) {
    this.channel = channel;
    this.key = key;
    this.maxHeadBytes = maxHeadBytes;
    key.interestOps(SelectionKey.OP_READ);
  }

  /** How much of the request has been received. */
  enum Received {
    /** The head is incomplete. */
    PART,
    /** The head is complete. The rest of the request is ignored. */
    HEAD,
    /** The head exceeds its limit. */
    TOO_MUCH,
    /** The client has ended the connection. */
    END
  }

  /** Reads the bytes that have arrived. */
  Received receive(ByteBuffer scratch) throws IOException {
    if (!read(scratch)) {
      return Received.END;
    }
    while (scratch.hasRemaining()) {
      byte next = scratch.get();
      boolean emptyLineAhead = headLength == 0 && (next == '\r' || next == '\n');
      if (!emptyLineAhead) {
        if (headLength == maxHeadBytes) {
          return Received.TOO_MUCH;
        }
        append(next);
        if (next == '\n' && endsWithEmptyLine()) {
          return Received.HEAD;
        }
      }
    }
    return Received.PART;
  }

  /** The request, after its head is complete; null if it is not HTTP/1. Stops reading. */
  @Nullable HttpRequest takeRequest() {
    String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    HttpRequest request = HttpRequest.parse(text.lines().findFirst().orElse(""));
    headOnly = request != null && request.isHead();
    head = new byte[0];
    key.interestOps(0);
    return request;
  }

  /** Sets the response that {@link #send} sends. */
  void answer(HttpAnswer given) {
    answer = given;
    unsent = given.bytes(headOnly);
  }

  /** The response that is being sent; null if there is none. */
  @Nullable HttpAnswer answer() {
    return answer;
  }

  /**
   * Sends as much as the client accepts now. True if the response is complete. The caller then
   * waits for the client's end: to close earlier could discard the response while the client still
   * sends.
   */
  boolean send() throws IOException {
    channel.write(unsent);
    if (unsent[unsent.length - 1].hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
      return false;
    }
    answer = null;
    unsent = new ByteBuffer[0];
    channel.shutdownOutput();
    key.interestOps(SelectionKey.OP_READ);
    return true;
  }

  /** Reads and discards bytes; false if the client has ended. */
  boolean drain(ByteBuffer scratch) throws IOException {
    return read(scratch);
  }

  /** Closes the connection in any state. */
  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // The client has already closed the connection.
    }
  }

  private boolean read(ByteBuffer scratch) throws IOException {
    scratch.clear();
    boolean open = channel.read(scratch) >= 0;
    scratch.flip();
    return open;
  }

  private void append(byte next) {
    if (headLength == head.length) {
      head =
          Arrays.copyOf(head, Math.min(maxHeadBytes, Math.max(FIRST_HEAD_BYTES, 2 * headLength)));
    }
    head[headLength] = next;
    headLength++;
  }

  private boolean endsWithEmptyLine() {
    int before = headLength - 2;
    if (before >= 0 && head[before] == '\r') {
      before--;
    }
    return before >= 0 && head[before] == '\n';
  }
}

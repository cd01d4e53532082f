package dev.jobreflector.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client's connection, for one request and its answer. Of one thread; no method waits. */
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
   * A connection of which nothing has come yet.
   *
   * @param key the channel's, for this object to say what it waits for
   */
  HttpConnection(SocketChannel channel, SelectionKey key, int maxHeadBytes) {
    this.channel = channel;
    this.key = key;
    this.maxHeadBytes = maxHeadBytes;
    key.interestOps(SelectionKey.OP_READ);
  }

  /** What has come of the request. */
  enum Received {
    /** Not its whole head. */
    PART,
    /** Its whole head; nothing else of it matters. */
    HEAD,
    /** More than a head may have. */
    TOO_MUCH,
    /** The end of the connection. */
    END
  }

  /** Takes what has come. */
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

  /** The request, once its head has come; null where it is none of HTTP/1. Nothing more is read. */
  @Nullable HttpRequest takeRequest() {
    String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    HttpRequest request = HttpRequest.parse(text.lines().findFirst().orElse(""));
    headOnly = request != null && request.isHead();
    head = new byte[0];
    key.interestOps(0);
    return request;
  }

  /** Sets what {@link #send} sends. */
  void answer(HttpAnswer given) {
    answer = given;
    unsent = given.bytes(headOnly);
  }

  /** What is being sent; null before. */
  @Nullable HttpAnswer answer() {
    return answer;
  }

  /**
   * Sends what the client takes now; true once it has all. To close then would take the answer from
   * a client that still sends: its end is to be awaited.
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

  /** Reads for nobody; false once the client has ended. */
  boolean drain(ByteBuffer scratch) throws IOException {
    return read(scratch);
  }

  /** Closes it, whatever it does. */
  void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // The client has closed it.
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads one answer of HTTP/1.1 after another, as far as a load generator needs it: the status, how
 * long the body is, and how it begins. Nothing may be pipelined. Not thread-safe.
 */
final class HttpAnswer {
  private static final int KEPT = 64;
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);

  private byte[] head = new byte[512];
  private int headLength;
  private boolean inBody;
  private boolean chunked;
  private long left;
  private boolean closes;
  private int status;
  private long bodyBytes;
  private final byte[] begin = new byte[KEPT];
  private int beginLength;
  private final byte[] tail = new byte[LAST_CHUNK.length];

  /** Forgets the last answer. */
  void reset() {
    headLength = 0;
    inBody = false;
    bodyBytes = 0;
    beginLength = 0;
    status = 0;
  }

  int status() {
    return status;
  }

  /** Whether the server will close the connection. */
  boolean closes() {
    return closes;
  }

  /** Of the body, with the frame of its chunks if it has any. */
  long bodyBytes() {
    return bodyBytes;
  }

  /** The first {@value #KEPT} bytes of the body. */
  String begin() {
    return new String(begin, 0, beginLength, ISO_8859_1);
  }

  /** Whether any byte of it has come. */
  boolean hasBegun() {
    return headLength > 0;
  }

  /** Takes what has come; returns whether the answer is whole. */
  boolean take(ByteBuffer bytes) {
    while (!inBody) {
      if (!bytes.hasRemaining()) {
        return false;
      }
      takeHead(bytes.get());
    }
    int taken = bytes.remaining();
    bodyBytes += taken;
    for (int i = 0; i < taken && beginLength < KEPT; i++) {
      begin[beginLength++] = bytes.get(bytes.position() + i);
    }
    if (!chunked) {
      bytes.position(bytes.limit());
      left -= taken;
      return left <= 0;
    }
    for (int i = Math.max(0, taken - tail.length); i < taken; i++) {
      System.arraycopy(tail, 1, tail, 0, tail.length - 1);
      tail[tail.length - 1] = bytes.get(bytes.position() + i);
    }
    bytes.position(bytes.limit());
    return Arrays.equals(tail, LAST_CHUNK);
  }

  private void takeHead(byte next) {
    if (headLength == head.length) {
      head = Arrays.copyOf(head, 2 * headLength);
    }
    head[headLength++] = next;
    if (next == '\n' && headLength > 3 && head[headLength - 3] == '\n') {
      readHead(new String(head, 0, headLength, ISO_8859_1).toLowerCase(Locale.ROOT));
      inBody = true;
    }
  }

  private void readHead(String text) {
    status = Integer.parseInt(text.substring(9, 12));
    String length = header(text, "content-length");
    left = length.isEmpty() ? 0 : Long.parseLong(length);
    chunked = header(text, "transfer-encoding").equals("chunked");
    closes = header(text, "connection").equals("close");
    Arrays.fill(tail, (byte) 0);
  }

  private static String header(String head, String name) {
    int at = head.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return "";
    }
    int from = at + name.length() + 3;
    return head.substring(from, head.indexOf("\r\n", from)).strip();
  }
}

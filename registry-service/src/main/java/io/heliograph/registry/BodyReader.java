/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Reads the body of a request up to a limit, without blocking. What is beyond the limit is read and
 * thrown away, up to {@value #MAX_DISCARDED} bytes: a client that is still sending may not read the
 * answer.
 */
final class BodyReader {
  private static final int MAX_DISCARDED = 64 << 20;

  private final Request request;
  private final int limit;
  private final Consumer<byte[]> whole;
  private final Runnable tooLarge;
  private final Consumer<Throwable> broken;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private int discarded;

  private BodyReader(
      Request request,
      int limit,
      Consumer<byte[]> whole,
      Runnable tooLarge,
      Consumer<Throwable> broken) {
    this.request = request;
    this.limit = limit;
    this.whole = whole;
    this.tooLarge = tooLarge;
    this.broken = broken;
  }

  /**
   * Reads on, and in the end runs one of three.
   *
   * @param limit in bytes
   */
  static void read(
      Request request,
      int limit,
      Consumer<byte[]> whole,
      Runnable tooLarge,
      Consumer<Throwable> broken) {
    new BodyReader(request, limit, whole, tooLarge, broken).read();
  }

  /** Reads what is left of the body for nothing, and then runs. */
  static void discard(Request request, Runnable after) {
    read(request, 0, nothing -> after.run(), after, failure -> after.run());
  }

  private void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::read);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        broken.accept(chunk.getFailure());
        return;
      }
      take(chunk);
      boolean last = chunk.isLast();
      chunk.release();
      if (last || discarded > MAX_DISCARDED) {
        if (discarded > 0) {
          tooLarge.run();
        } else {
          whole.accept(bytes.toByteArray());
        }
        return;
      }
    }
  }

  private void take(Content.Chunk chunk) {
    if (discarded == 0 && bytes.size() + chunk.remaining() <= limit) {
      bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
    } else {
      discarded += chunk.remaining();
    }
  }
}

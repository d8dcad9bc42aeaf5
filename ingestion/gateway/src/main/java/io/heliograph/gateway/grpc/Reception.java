/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.heliograph.gateway.intake.Budget;

/**
 * Charges the budget for a call's bytes while they arrive, before any code of ours sees the message
 * they belong to. Without it, many half-sent messages could fill the memory. A call that does not
 * fit is failed from inside the transport: it then resets the stream and frees what it holds, where
 * a call that is merely closed would go on collecting its message. Called by the transport's
 * thread; {@link #taken} by the call's.
 */
final class Reception extends ServerStreamTracer {
  static final Context.Key<Reception> KEY = Context.key("heliograph-reception");

  /**
   * A piece of a message pins pooled buffers larger than itself, about three times on average when
   * many large messages arrive interleaved (measured: 192 MB of buffers for 64 MB of messages).
   */
  private static final int BUFFER_FACTOR = 3;

  private final Budget.Reservation wire;
  private volatile boolean full;
  private volatile boolean closed;

  private Reception(Budget budget) {
    this.wire = budget.open();
  }

  static ServerStreamTracer.Factory factory(Budget budget) {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new Reception(budget);
      }
    };
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  /** A message was copied: what arrived so far is charged elsewhere now. */
  void taken() {
    wire.release();
  }

  /** Whether the call was failed because the budget could not take more of it. */
  boolean full() {
    return full;
  }

  /**
   * Called for each piece the transport reads.
   *
   * @throws io.grpc.StatusRuntimeException once, when the budget cannot take it; the transport
   *     makes it the call's status
   */
  @Override
  public void inboundWireSize(long bytes) {
    if (bytes > 0 && !full && !closed && !wire.grow(BUFFER_FACTOR * bytes)) {
      full = true;
      throw Status.UNAVAILABLE
          .withDescription(
              "the gateway has " + wire.limit() + " bytes in flight, the most it holds")
          .asRuntimeException();
    }
  }

  @Override
  public void streamClosed(Status status) {
    closed = true;
    wire.close();
  }
}

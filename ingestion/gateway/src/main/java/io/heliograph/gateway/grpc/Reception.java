/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.heliograph.gateway.intake.Budget;

/**
 * Charges the budget for a call's bytes while they arrive, before any code of ours sees the message
 * they belong to. Without it, many half-sent messages could fill the memory. Called by the
 * transport's thread; {@link #taken} by the call's.
 */
final class Reception extends ServerStreamTracer {
  static final Context.Key<Reception> KEY = Context.key("heliograph-reception");

  private final Budget.Reservation wire;
  private volatile Runnable whenFull = () -> {};
  private volatile boolean full;

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

  /** Sets what to do, at most once, when the budget cannot take more of this call. */
  void whenFull(Runnable action) {
    whenFull = action;
  }

  /** A message was copied: what arrived so far is charged elsewhere now. */
  void taken() {
    wire.release();
  }

  @Override
  public void inboundWireSize(long bytes) {
    if (bytes > 0 && !full && !wire.grow(bytes)) {
      full = true;
      whenFull.run();
    }
  }

  @Override
  public void streamClosed(Status status) {
    full = true;
    wire.close();
  }
}

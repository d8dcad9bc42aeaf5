/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.heliograph.registry.v1.RegistryGrpc;
import java.util.Set;

/**
 * Lets a stream of answers be reset from here, so that what gRPC was given to send is dropped at
 * once. To close a call is not enough: gRPC sends everything before it says so. A server cannot
 * cancel a call, but ends it as its client's deadline would, once a context is cancelled that the
 * call's is made from.
 */
public final class CallReset extends ServerStreamTracer {
  /** To be added to a server. */
  public static final ServerStreamTracer.Factory TRACER =
      new ServerStreamTracer.Factory() {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
          return RESETTABLE.contains(method) ? new CallReset() : NOTHING;
        }
      };

  private static final Set<String> RESETTABLE =
      Set.of(
          RegistryGrpc.getWatchMethod().getFullMethodName(),
          AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod().getFullMethodName());

  private static final ServerStreamTracer NOTHING = new ServerStreamTracer() {};
  private static final Context.Key<Context.CancellableContext> CALL = Context.key("call");

  private CallReset() {}

  @Override
  public Context filterContext(Context context) {
    Context.CancellableContext call = context.withCancellation();
    return call.withValue(CALL, call);
  }

  /** Resets the call that a context is of; false if its server has no {@link #TRACER}. */
  public static boolean reset(Context of) {
    Context.CancellableContext call = CALL.get(of);
    if (call != null) {
      var unused =
          call.cancel(
              Status.DEADLINE_EXCEEDED.withDescription("it is not read").asRuntimeException());
    }
    return call != null;
  }
}

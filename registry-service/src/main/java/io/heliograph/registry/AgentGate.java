/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;

/**
 * Lets through what an agent can answer: who is in a service, and its rules. It writes nothing, and
 * does not know what services there are.
 *
 * @param why the answer to the rest
 */
record AgentGate(String why) implements ServerInterceptor {
  private static final Set<String> CALLS = Set.of("List", "Watch");
  private static final Set<String> READS =
      Set.of(CatalogRoutes.INSTANCES, RulesRoutes.RULES, RulesRoutes.HISTORY, RulesRoutes.PLAN);
  private static final Set<String> OWN = Set.of("/healthz", "/readyz", "/metrics", "other", "/v1");

  /** Whether a request over HTTP is not for an agent. */
  boolean refuses(String route, String method) {
    return !OWN.contains(route) && !(READS.contains(route) && HttpMethod.GET.is(method));
  }

  /** Puts it before the API. */
  BindableService before(BindableService registry) {
    return () -> ServerInterceptors.intercept(registry, this);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (CALLS.contains(call.getMethodDescriptor().getBareMethodName())) {
      return next.startCall(call, headers);
    }
    call.close(Status.UNIMPLEMENTED.withDescription(why), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}

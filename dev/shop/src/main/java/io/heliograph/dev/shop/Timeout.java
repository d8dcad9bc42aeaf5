/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.stub.AbstractStub;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.TimeUnit;

/**
 * How long a caller waits, said by the client span of the call as it was set: what is left of the
 * caller's own time may be less. To be called within the interceptor that starts the span.
 */
final class Timeout implements ClientInterceptor {
  static final AttributeKey<Long> MILLIS = AttributeKey.longKey("rpc.timeout_ms");

  private static final CallOptions.Key<Long> SETTING = CallOptions.Key.create("timeout_ms");

  static <S extends AbstractStub<S>> S of(long millis, S stub) {
    return stub.withDeadlineAfter(millis, TimeUnit.MILLISECONDS).withOption(SETTING, millis);
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    Long millis = options.getOption(SETTING);
    if (millis != null) {
      Span.current().setAttribute(MILLIS, millis);
    }
    return next.newCall(method, options);
  }
}

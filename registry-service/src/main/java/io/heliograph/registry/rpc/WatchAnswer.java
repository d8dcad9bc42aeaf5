/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * An answer to a watch, encoded once for all who are told the same: thousands of watchers of one
 * service, above all when they come back at once.
 *
 * @param bytes a {@link WatchResponse}; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WatchAnswer(byte[] bytes) {
  private static final MethodDescriptor.Marshaller<WatchAnswer> ENCODED =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(WatchAnswer answer) {
          return new ByteArrayInputStream(answer.bytes());
        }

        @Override
        public WatchAnswer parse(InputStream stream) {
          throw new UnsupportedOperationException("a server only sends these");
        }
      };

  static WatchAnswer of(WatchResponse response) {
    return new WatchAnswer(response.toByteArray());
  }

  /** The same service, but for its watches, which are answered with what is encoded already. */
  static ServerServiceDefinition in(
      ServerServiceDefinition registry,
      ServerCalls.ServerStreamingMethod<WatchRequest, WatchAnswer> watch) {
    MethodDescriptor<WatchRequest, WatchResponse> plain = RegistryGrpc.getWatchMethod();
    MethodDescriptor<WatchRequest, WatchAnswer> encoded =
        plain.toBuilder(plain.getRequestMarshaller(), ENCODED).build();
    ServiceDescriptor before = registry.getServiceDescriptor();
    ServiceDescriptor.Builder after =
        ServiceDescriptor.newBuilder(before.getName())
            .setSchemaDescriptor(before.getSchemaDescriptor());
    before.getMethods().stream()
        .map(method -> method.equals(plain) ? encoded : method)
        .forEach(after::addMethod);
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(after.build());
    for (ServerMethodDefinition<?, ?> method : registry.getMethods()) {
      if (!method.getMethodDescriptor().equals(plain)) {
        service.addMethod(method);
      }
    }
    return service.addMethod(encoded, ServerCalls.asyncServerStreamingCall(watch)).build();
  }
}

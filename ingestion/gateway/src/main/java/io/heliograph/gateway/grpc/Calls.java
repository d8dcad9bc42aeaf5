/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.heliograph.gateway.answer.RpcStatus;
import io.heliograph.gateway.intake.Origin;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.protocol.FragmentHeaders;
import java.net.SocketAddress;

/** What all calls share: who called, and how a refusal is said. */
final class Calls {
  private static final Metadata.Key<String> IDEMPOTENCY_KEY =
      Metadata.Key.of(FragmentHeaders.CLIENT_IDEMPOTENCY_KEY, Metadata.ASCII_STRING_MARSHALLER);

  private Calls() {}

  static Origin origin(String receiver, ServerCall<?, ?> call, Metadata headers) {
    String key = headers.get(IDEMPOTENCY_KEY);
    return new Origin(receiver, peer(call), key == null ? "" : key);
  }

  private static String peer(ServerCall<?, ?> call) {
    SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return address == null ? "unknown" : address.toString().substring(1);
  }

  static void refuse(ServerCall<?, ?> call, Refused refused) {
    StatusRuntimeException status = StatusProto.toStatusRuntimeException(RpcStatus.of(refused));
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
  }
}

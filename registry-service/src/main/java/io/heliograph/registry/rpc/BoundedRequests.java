/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import com.google.protobuf.CodedInputStream;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RenewRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads requests of clients that register and renew, but not beyond their limit: a million tags
 * would be a hundred times the memory of their bytes. gRPC has one limit for all methods, and nodes
 * repair each other in larger messages. In place of a request that is too large stands one that
 * {@link RequestLimits} refuses, as a failure here could not tell the client why.
 */
final class BoundedRequests {
  private BoundedRequests() {}

  private interface Fit {
    boolean fits(byte[] bytes) throws IOException;
  }

  /**
   * A marshaller with a limit.
   *
   * @param most bytes
   * @param fit whether so many bytes or fewer are few enough in other ways, too
   */
  private record Bounded<Q>(Marshaller<Q> plain, int most, Fit fit, Q tooLarge)
      implements Marshaller<Q> {
    @Override
    public InputStream stream(Q request) {
      return plain.stream(request);
    }

    @Override
    public Q parse(InputStream stream) {
      try {
        byte[] bytes = stream.readNBytes(most + 1);
        return bytes.length > most || !fit.fits(bytes)
            ? tooLarge
            : plain.parse(new ByteArrayInputStream(bytes));
      } catch (IOException e) {
        throw Status.INTERNAL
            .withDescription("the request cannot be read")
            .withCause(e)
            .asRuntimeException();
      }
    }
  }

  static Marshaller<RegisterRequest> registrations() {
    return new Bounded<>(
        RegistryGrpc.getRegisterMethod().getRequestMarshaller(),
        RequestLimits.MAX_REGISTRATION,
        bytes -> true,
        RequestLimits.LARGE_REGISTRATION);
  }

  static Marshaller<RenewRequest> renewals() {
    return new Bounded<>(
        RegistryGrpc.getRenewMethod().getRequestMarshaller(),
        RequestLimits.MAX_RENEWAL,
        bytes -> fields(bytes) <= RequestLimits.MAX_RENEWALS,
        RequestLimits.LARGE_RENEWAL);
  }

  private static int fields(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    int fields = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      in.skipField(tag);
      fields++;
    }
    return fields;
  }

  /** The same service, which reads no request that is too large. */
  static ServerServiceDefinition in(ServerServiceDefinition registry) {
    ServiceDescriptor before = registry.getServiceDescriptor();
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    for (ServerMethodDefinition<?, ?> method : registry.getMethods()) {
      methods.add(bounded(method));
    }
    ServiceDescriptor.Builder after =
        ServiceDescriptor.newBuilder(before.getName())
            .setSchemaDescriptor(before.getSchemaDescriptor());
    methods.forEach(method -> after.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(after.build());
    methods.forEach(service::addMethod);
    return service.build();
  }

  @SuppressWarnings("unchecked") // the descriptor says what the requests are
  private static ServerMethodDefinition<?, ?> bounded(ServerMethodDefinition<?, ?> method) {
    MethodDescriptor<?, ?> descriptor = method.getMethodDescriptor();
    if (descriptor.equals(RegistryGrpc.getRenewMethod())) {
      return with((ServerMethodDefinition<RenewRequest, ?>) method, renewals());
    }
    if (descriptor.equals(RegistryGrpc.getRegisterMethod())
        || descriptor.equals(RegistryGrpc.getHoldMethod())) {
      return with((ServerMethodDefinition<RegisterRequest, ?>) method, registrations());
    }
    return method;
  }

  private static <Q, A> ServerMethodDefinition<Q, A> with(
      ServerMethodDefinition<Q, A> method, Marshaller<Q> requests) {
    MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        descriptor.toBuilder(requests, descriptor.getResponseMarshaller()).build(),
        method.getServerCallHandler());
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An OTLP/gRPC endpoint. Encoded bodies go out as they are, over two connections. */
public final class OtlpTarget implements Target {
  private static final MethodDescriptor<Body, ExportTraceServiceResponse> EXPORT =
      MethodDescriptor.<Body, ExportTraceServiceResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
          .setRequestMarshaller(new BodyMarshaller())
          .setResponseMarshaller(
              ProtoUtils.marshaller(ExportTraceServiceResponse.getDefaultInstance()))
          .build();

  private static final CallOptions OPTIONS = CallOptions.DEFAULT;
  private static final int CONNECTIONS = 2;
  private static final long DEADLINE_SECONDS = 30;

  private final ManagedChannel[] channels = new ManagedChannel[CONNECTIONS];
  private int next;

  public OtlpTarget(String host, int port) {
    for (int i = 0; i < CONNECTIONS; i++) {
      channels[i] =
          NettyChannelBuilder.forAddress(host, port)
              .usePlaintext()
              .disableRetry() // the load retries, since it must keep count
              .directExecutor()
              .build();
    }
  }

  /** Called by one thread at a time. */
  @Override
  public synchronized void send(Body body, Consumer<Answer> answered) {
    ClientCall<Body, ExportTraceServiceResponse> call =
        channels[next++ % CONNECTIONS].newCall(
            EXPORT, OPTIONS.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
    call.start(new Answering(answered), new Metadata());
    call.request(2); // one for the message, one to see that there is no second
    call.sendMessage(body);
    call.halfClose();
  }

  @Override
  public void close() {
    for (ManagedChannel channel : channels) {
      channel.shutdownNow();
    }
  }

  private static final class Answering extends ClientCall.Listener<ExportTraceServiceResponse> {
    private final Consumer<Answer> answered;
    private long rejected;

    Answering(Consumer<Answer> answered) {
      this.answered = answered;
    }

    @Override
    public void onMessage(ExportTraceServiceResponse response) {
      rejected = response.getPartialSuccess().getRejectedSpans();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      answered.accept(
          switch (status.getCode()) {
            case OK -> Answer.taken(rejected);
            // the codes that the OTLP specification calls retryable
            case UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED, CANCELLED, DEADLINE_EXCEEDED ->
                Answer.retryLater(status.toString());
            default -> Answer.failed(status.toString());
          });
    }
  }

  private static final class BodyMarshaller implements MethodDescriptor.Marshaller<Body> {
    @Override
    public InputStream stream(Body body) {
      return new BodyStream(body);
    }

    @Override
    public Body parse(InputStream stream) {
      throw new UnsupportedOperationException("a request is never read here");
    }
  }

  /** Copies the body once, straight into the transport's buffer. */
  private static final class BodyStream extends ByteArrayInputStream
      implements KnownLength, Drainable {
    BodyStream(Body body) {
      super(body.bytes, 0, body.length);
    }

    @Override
    public int drainTo(OutputStream out) throws IOException {
      int drained = available();
      out.write(buf, pos, drained);
      pos = count;
      return drained;
    }
  }
}

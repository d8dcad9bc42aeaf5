/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.heliograph.protocol.FragmentHeaders;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The public OTLP/gRPC endpoint. */
final class OtlpReceiver implements Receiver {
  private static final Metadata.Key<String> KEY =
      Metadata.Key.of(FragmentHeaders.CLIENT_IDEMPOTENCY_KEY, Metadata.ASCII_STRING_MARSHALLER);
  private static final int DEADLINE_SECONDS = 30;

  private final ManagedChannel channel;
  private final CallOptions options;

  OtlpReceiver(ManagedChannel channel, boolean gzip) {
    this.channel = channel;
    this.options = gzip ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT;
  }

  @Override
  public void send(Batch batch, Consumer<Answer> answer) {
    if (batch.kind() == ItemKind.SPANS) {
      call(
          TraceServiceGrpc.getExportMethod(),
          (ExportTraceServiceRequest) batch.request(),
          batch.key(),
          OtlpReceiver::spansTaken,
          answer);
    } else {
      call(
          LogsServiceGrpc.getExportMethod(),
          (ExportLogsServiceRequest) batch.request(),
          batch.key(),
          OtlpReceiver::logsTaken,
          answer);
    }
  }

  private <Q, R> void call(
      MethodDescriptor<Q, R> method,
      Q request,
      String key,
      Function<R, Answer> taken,
      Consumer<Answer> answer) {
    Metadata headers = new Metadata();
    headers.put(KEY, key);
    Channel keyed =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    ClientCalls.asyncUnaryCall(
        keyed.newCall(method, options.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)),
        request,
        new StreamObserver<R>() {
          private R response;

          @Override
          public void onNext(R value) {
            response = value;
          }

          @Override
          public void onError(Throwable t) {
            channel.resetConnectBackoff(); // the pauses are ours to choose
            answer.accept(OtlpAnswers.of(t));
          }

          @Override
          public void onCompleted() {
            answer.accept(taken.apply(response));
          }
        });
  }

  private static Answer spansTaken(ExportTraceServiceResponse response) {
    var partial = response.getPartialSuccess();
    return new Answer.Taken(partial.getRejectedSpans(), partial.getErrorMessage());
  }

  private static Answer logsTaken(ExportLogsServiceResponse response) {
    var partial = response.getPartialSuccess();
    return new Answer.Taken(partial.getRejectedLogRecords(), partial.getErrorMessage());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

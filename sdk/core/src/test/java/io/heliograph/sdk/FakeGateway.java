/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.IngestResponse;
import io.heliograph.v1.IngestServiceGrpc;
import io.heliograph.v1.IngestStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** An ingest service whose answers a test decides, request by request. */
final class FakeGateway implements AutoCloseable {
  /** Every request, in order of arrival, repeats included. */
  final List<IngestRequest> requests = new CopyOnWriteArrayList<>();

  private final Server server;
  private final ManagedChannel channel;
  private volatile BiConsumer<IngestRequest, StreamObserver<IngestResponse>> behaviour =
      FakeGateway::acknowledge;

  FakeGateway() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server = InProcessServerBuilder.forName(name).addService(service()).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  ManagedChannel channel() {
    return channel;
  }

  void behave(BiConsumer<IngestRequest, StreamObserver<IngestResponse>> next) {
    behaviour = next;
  }

  static void acknowledge(IngestRequest request, StreamObserver<IngestResponse> answers) {
    answers.onNext(ok(request));
  }

  static IngestResponse ok(IngestRequest request) {
    return IngestResponse.newBuilder()
        .setBatchId(request.getBatchId())
        .setStatus(IngestStatus.INGEST_STATUS_OK)
        .setAccepted(records(request))
        .build();
  }

  static int records(IngestRequest request) {
    return request.getHeartbeatsCount()
        + request.getProbeResultsCount()
        + request.getConfigEventsCount()
        + request.getMessageEventsCount()
        + request.getUsagesCount();
  }

  @Override
  public void close() throws InterruptedException {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  private IngestServiceGrpc.IngestServiceImplBase service() {
    return new IngestServiceGrpc.IngestServiceImplBase() {
      @Override
      public StreamObserver<IngestRequest> ingest(StreamObserver<IngestResponse> answers) {
        return new StreamObserver<>() {
          @Override
          public void onNext(IngestRequest request) {
            requests.add(request);
            behaviour.accept(request, answers);
          }

          @Override
          public void onError(Throwable t) {}

          @Override
          public void onCompleted() {
            answers.onCompleted();
          }
        };
      }
    };
  }

  static void breakStream(StreamObserver<IngestResponse> answers, Status status) {
    answers.onError(status.asRuntimeException());
  }
}

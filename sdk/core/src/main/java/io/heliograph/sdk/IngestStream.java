/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.IngestResponse;
import io.heliograph.v1.IngestServiceGrpc;

/** One stream to the gateway. Tells its listener of each answer, and once of its end. */
final class IngestStream {
  /** Called on gRPC's threads. Exactly one of response and end is set. */
  interface Listener {
    void on(IngestStream stream, IngestResponse response, Status end);
  }

  private ClientCallStreamObserver<IngestRequest> requests;

  private IngestStream() {}

  static IngestStream open(Channel channel, Listener listener) {
    IngestStream stream = new IngestStream();
    IngestServiceGrpc.newStub(channel).ingest(stream.observer(listener));
    return stream;
  }

  private ClientResponseObserver<IngestRequest, IngestResponse> observer(Listener listener) {
    IngestStream self = this;
    return new ClientResponseObserver<>() {
      @Override
      public void beforeStart(ClientCallStreamObserver<IngestRequest> requestStream) {
        requests = requestStream;
      }

      @Override
      public void onNext(IngestResponse response) {
        listener.on(self, response, null);
      }

      @Override
      public void onError(Throwable t) {
        listener.on(self, null, Status.fromThrowable(t));
      }

      @Override
      public void onCompleted() {
        listener.on(self, null, Status.UNAVAILABLE.withDescription("closed by the gateway"));
      }
    };
  }

  void send(IngestRequest request) {
    requests.onNext(request);
  }

  /** No more requests follow. */
  void complete() {
    requests.onCompleted();
  }

  /** Gives the stream up. */
  void cancel() {
    requests.cancel("given up by the reporter", null);
  }
}

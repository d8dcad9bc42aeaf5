/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream that watches; it may take its answers one by one. */
final class WatchClient implements ClientResponseObserver<WatchRequest, WatchResponse> {
  private final BlockingQueue<WatchResponse> answers = new LinkedBlockingQueue<>();
  final BlockingQueue<Status> ended = new LinkedBlockingQueue<>();
  private final int atFirst;
  private ClientCallStreamObserver<WatchRequest> call;

  WatchClient(Channel channel, WatchRequest request) {
    this(channel, request, Integer.MAX_VALUE);
  }

  WatchClient(Channel channel, WatchRequest request, int atFirst) {
    this.atFirst = atFirst;
    RegistryGrpc.newStub(channel).watch(request, this);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(atFirst);
  }

  void request(int more) {
    call.request(more);
  }

  void stop() {
    call.cancel("enough", null);
  }

  WatchResponse next() throws InterruptedException {
    WatchResponse answer = answers.poll(10, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    return answer;
  }

  @Override
  public void onNext(WatchResponse answer) {
    answers.add(answer);
  }

  @Override
  public void onError(Throwable t) {
    ended.add(Status.fromThrowable(t));
  }

  @Override
  public void onCompleted() {}
}

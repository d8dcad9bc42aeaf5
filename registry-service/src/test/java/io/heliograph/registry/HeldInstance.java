/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegisterResponse;
import io.heliograph.registry.v1.RegistryGrpc;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An instance as a process: it holds its lease until its input ends, or it is killed. */
final class HeldInstance {
  private HeldInstance() {}

  /**
   * Runs one.
   *
   * @param args port of the registry, service, id, seconds of the lease
   */
  public static void main(String[] args) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(args[0]))
            .usePlaintext()
            .build();
    CountDownLatch ended = new CountDownLatch(1);
    StreamObserver<RegisterRequest> lease =
        RegistryGrpc.newStub(channel)
            .hold(
                new StreamObserver<>() {
                  @Override
                  public void onNext(RegisterResponse answer) {}

                  @Override
                  public void onError(Throwable t) {
                    ended.countDown();
                  }

                  @Override
                  public void onCompleted() {
                    ended.countDown();
                  }
                });
    lease.onNext(
        RegisterRequest.newBuilder()
            .setService(args[1])
            .setInstance(
                Instance.newBuilder()
                    .setId(args[2])
                    .setHost("127.0.0.1")
                    .setPort(1)
                    .setLeaseSeconds(Integer.parseInt(args[3])))
            .build());
    while (System.in.read() >= 0) {
      continue;
    }
    lease.onCompleted();
    ended.await(10, TimeUnit.SECONDS);
    channel.shutdownNow();
  }
}

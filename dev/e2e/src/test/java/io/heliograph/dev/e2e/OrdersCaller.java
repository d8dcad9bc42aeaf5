/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.stub.ClientCalls;
import io.grpc.xds.XdsNameResolverProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * gRPC's own xDS client, which calls service orders at a constant rate, however long the answers
 * take, and counts who answered.
 */
final class OrdersCaller implements AutoCloseable {
  /** Calls whose answers are remembered. */
  static final int REMEMBERED = 2_000;

  private static final long EVERY_MICROS = 2_500;
  private static final int MAX_IN_FLIGHT = 1_000;

  private final XdsNameResolverProvider resolver;
  private final ManagedChannel channel;
  private final Deque<String> answers = new ArrayDeque<>(); // guarded by this
  private long answered;
  private long failed;
  private int inFlight;
  private volatile String lastFailure = "";

  OrdersCaller(int registryPort, ScheduledExecutorService clock) {
    Map<String, ?> server =
        Map.of(
            "server_uri",
            "127.0.0.1:" + registryPort,
            "channel_creds",
            List.of(Map.of("type", "insecure")),
            "server_features",
            List.of("xds_v3"));
    resolver =
        XdsNameResolverProvider.createForTest(
            "xds-orders",
            Map.of(
                "xds_servers",
                List.of(server),
                "node",
                Map.of("id", "caller-1", "cluster", "shop-frontend")));
    NameResolverRegistry.getDefaultRegistry().register(resolver);
    channel =
        Grpc.newChannelBuilder(
                "xds-orders:///" + OrdersInstance.SERVICE, InsecureChannelCredentials.create())
            .build();
    var unused = clock.scheduleAtFixedRate(this::call, 0, EVERY_MICROS, TimeUnit.MICROSECONDS);
  }

  private void call() {
    synchronized (this) {
      if (inFlight == MAX_IN_FLIGHT) {
        failed++;
        return;
      }
      inFlight++;
    }
    Futures.addCallback(
        ClientCalls.futureUnaryCall(
            channel.newCall(
                OrdersInstance.PLACE, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS)),
            StringValue.of("one")),
        new FutureCallback<>() {
          @Override
          public void onSuccess(StringValue id) {
            done(id.getValue());
          }

          @Override
          public void onFailure(Throwable t) {
            lastFailure = t.toString();
            done(null);
          }
        },
        MoreExecutors.directExecutor());
  }

  private synchronized void done(String id) {
    inFlight--;
    if (id == null) {
      failed++;
      return;
    }
    answered++;
    answers.add(id);
    if (answers.size() > REMEMBERED) {
      answers.remove();
    }
  }

  /** How many of the last calls each has answered, in percent; those of the newest so many. */
  synchronized Map<String, Double> shares(int newest) {
    Map<String, Double> shares = new TreeMap<>();
    answers.stream()
        .skip(Math.max(0, answers.size() - newest))
        .forEach(id -> shares.merge(id, 100.0 / Math.min(newest, answers.size()), Double::sum));
    return shares;
  }

  synchronized long answered() {
    return answered;
  }

  String lastFailure() {
    return lastFailure;
  }

  /** Those that failed, and those not made as too many waited for the first connection. */
  synchronized long failed() {
    return failed;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    NameResolverRegistry.getDefaultRegistry().deregister(resolver);
  }
}

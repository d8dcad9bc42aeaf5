/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who follows service orders, and notes when it first hears of the instances change-0, change-1 and
 * so on of host 10.2.0.1, whose ports are 1, 2 and so on.
 */
final class ChangeReader implements AutoCloseable {
  static final String PATH = "/v1/namespaces/default/services/orders/instances";

  private static final Pattern CHANGE = Pattern.compile("\"id\":\"change-(\\d+)\"");
  private static final Pattern REVISION = Pattern.compile("\"revision\":(\\d+)");
  private static final long PAUSE_NANOS = 10_000_000;
  private static final String HOST = "10.2.0.1";

  private final String name;
  private final Map<Integer, Long> seen = new ConcurrentHashMap<>();
  private volatile boolean hasList;
  private volatile boolean closed;
  private volatile String lastError = "";

  private ChangeReader(String name) {
    this.name = name;
  }

  boolean hasList() {
    return hasList;
  }

  /** When it heard of each, by {@link System#nanoTime}. */
  Map<Integer, Long> seen() {
    return seen;
  }

  private void sees(int change) {
    seen.putIfAbsent(change, System.nanoTime());
  }

  static ChangeReader overGrpc(Channel channel) {
    ChangeReader reader = new ChangeReader("gRPC");
    RegistryGrpc.newStub(channel)
        .watch(
            WatchRequest.newBuilder().setService("orders").build(),
            reader.new Stream<WatchResponse>() {
              @Override
              public void onNext(WatchResponse answer) {
                answer.getChangedList().stream()
                    .map(listed -> listed.getInstance())
                    .filter(instance -> instance.getHost().equals(HOST))
                    .forEach(instance -> reader.sees(instance.getPort() - 1));
                reader.hasList = true;
              }
            });
    return reader;
  }

  static ChangeReader overHttp(RegistryProcess node) {
    ChangeReader reader = new ChangeReader("HTTP");
    Thread thread = new Thread(() -> reader.poll(node), "reader");
    thread.setDaemon(true);
    thread.start();
    return reader;
  }

  private void poll(RegistryProcess node) {
    String revision = "0";
    while (!closed) {
      try {
        String list = node.get(PATH + "?wait=60s&revision=" + revision).body();
        revision = revision(list);
        CHANGE.matcher(list).results().forEach(change -> sees(Integer.parseInt(change.group(1))));
        hasList = true;
      } catch (Exception | AssertionError e) {
        lastError = e.toString(); // a refusal: it asks again, and what it misses meanwhile is late
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Of a list over HTTP. */
  static String revision(String list) {
    Matcher revision = REVISION.matcher(list);
    if (!revision.find()) {
      throw new AssertionError("no list: " + list);
    }
    return revision.group(1);
  }

  static ChangeReader overXds(Channel channel) {
    ChangeReader reader = new ChangeReader("xDS");
    reader.new Endpoints().ask(channel);
    return reader;
  }

  /** Asks for the endpoints of orders. */
  static DiscoveryRequest.Builder endpoints() {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(Resources.V3.ENDPOINT_TYPE_URL)
        .addResourceNames("orders");
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return lastError.isEmpty() ? name : name + ", which failed last with " + lastError;
  }

  private abstract class Stream<A> implements StreamObserver<A> {
    @Override
    public void onError(Throwable error) {
      if (!closed) {
        lastError = Status.fromThrowable(error).toString();
        hasList = false; // it hears of nothing more, and the test of it
      }
    }

    @Override
    public void onCompleted() {}
  }

  private final class Endpoints extends Stream<DiscoveryResponse> {
    private StreamObserver<DiscoveryRequest> requests;

    void ask(Channel channel) {
      requests = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(this);
      requests.onNext(endpoints().build());
    }

    @Override
    public void onNext(DiscoveryResponse answer) {
      try {
        answer
            .getResources(0)
            .unpack(ClusterLoadAssignment.class)
            .getEndpointsList()
            .forEach(
                place ->
                    place
                        .getLbEndpointsList()
                        .forEach(one -> note(one.getEndpoint().getAddress().getSocketAddress())));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
      hasList = true;
      requests.onNext(
          endpoints()
              .setVersionInfo(answer.getVersionInfo())
              .setResponseNonce(answer.getNonce())
              .build());
    }

    private void note(SocketAddress address) {
      if (address.getAddress().equals(HOST)) {
        sees(address.getPortValue() - 1);
      }
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.dev.stack.HeliographStack;
import io.heliograph.dev.stack.Port;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A service of a stack's registry: changed and listed over HTTP, watched over gRPC. */
final class WatchedService implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String instances;
  private final ManagedChannel channel;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  WatchedService(HeliographStack stack, String name) {
    instances =
        "http://127.0.0.1:%d/v1/namespaces/default/services/%s/instances"
            .formatted(stack.settings().port(Port.REGISTRY_HTTP), name);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", stack.settings().port(Port.REGISTRY_GRPC))
            .usePlaintext()
            .build();
    RegistryGrpc.newStub(channel)
        .watch(WatchRequest.newBuilder().setService(name).build(), new Watch());
  }

  /** Registers an instance, or renews its lease; returns the status of the answer. */
  int register(String id, int leaseSeconds) throws Exception {
    String body = "{\"host\":\"127.0.0.1\",\"port\":1,\"leaseSeconds\":%d}".formatted(leaseSeconds);
    return send(request("/" + id).PUT(BodyPublishers.ofString(body))).statusCode();
  }

  int deregister(String id) throws Exception {
    return send(request("/" + id).DELETE()).statusCode();
  }

  /** Who is listed. */
  Set<String> listed() throws Exception {
    return ID.matcher(send(request("")).body())
        .results()
        .map(match -> match.group(1))
        .collect(toUnmodifiableSet());
  }

  /** Who is there, by what the watch was told. */
  Set<String> watched() {
    return watched;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(instances + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Watch implements StreamObserver<WatchResponse> {
    @Override
    public void onNext(WatchResponse answer) {
      if (answer.getWhole()) {
        watched.clear();
      }
      answer.getRemovedList().forEach(watched::remove);
      answer.getChangedList().forEach(listed -> watched.add(listed.getInstance().getId()));
    }

    @Override
    public void onError(Throwable error) {
      if (!channel.isShutdown()) {
        watched.add("the watch has ended: " + Status.fromThrowable(error));
      }
    }

    @Override
    public void onCompleted() {}
  }
}

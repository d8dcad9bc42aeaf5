/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.catalog.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A client that does no more than it is told, so that a test sees each message. */
public final class AdsClient implements AutoCloseable, StreamObserver<DiscoveryResponse> {
  static final String LDS = Resources.V3.LISTENER_TYPE_URL;
  static final String RDS = Resources.V3.ROUTE_TYPE_URL;
  static final String CDS = Resources.V3.CLUSTER_TYPE_URL;
  public static final String EDS = Resources.V3.ENDPOINT_TYPE_URL;

  private final ManagedChannel channel;
  private final StreamObserver<DiscoveryRequest> requests;
  private final BlockingQueue<DiscoveryResponse> responses = new LinkedBlockingQueue<>();
  private final Map<String, String> nonces = new HashMap<>();
  private volatile io.grpc.Status end;
  private boolean toldNode;
  private Node node = Node.getDefaultInstance();

  /** A client of the server on that port. */
  public AdsClient(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    requests = AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(this);
  }

  AdsClient at(Location location) {
    node =
        Node.newBuilder()
            .setId("test")
            .setLocality(
                Locality.newBuilder()
                    .setRegion(location.city())
                    .setZone(location.center())
                    .setSubZone(location.room()))
            .build();
    return this;
  }

  AdsClient as(Node caller) {
    node = caller;
    return this;
  }

  /** Asks for names, with the nonce of the last answer that was taken. */
  public void ask(String type, String... names) {
    send(request(type, names));
  }

  void reject(String type, String reason, String... names) {
    send(request(type, names).setErrorDetail(Status.newBuilder().setMessage(reason)));
  }

  private DiscoveryRequest.Builder request(String type, String... names) {
    return DiscoveryRequest.newBuilder()
        .setTypeUrl(type)
        .addAllResourceNames(List.of(names))
        .setResponseNonce(nonces.getOrDefault(type, ""));
  }

  private void send(DiscoveryRequest.Builder request) {
    if (!toldNode) { // as gRPC's clients do
      toldNode = true;
      request.setNode(node);
    }
    requests.onNext(request.build());
  }

  /** The next answer, which has to be of this type. */
  DiscoveryResponse take(String type) throws InterruptedException {
    DiscoveryResponse response = responses.poll(10, TimeUnit.SECONDS);
    assertThat(response).as("an answer").isNotNull();
    assertThat(response.getTypeUrl()).isEqualTo(type);
    nonces.put(type, response.getNonce());
    return response;
  }

  /** Asks, takes the answer and acknowledges it. */
  List<String> get(String type, String... names) throws Exception {
    ask(type, names);
    return next(type, names);
  }

  /** Takes an answer and acknowledges it. */
  List<String> next(String type, String... names) throws Exception {
    DiscoveryResponse response = take(type);
    ask(type, names);
    return names(response);
  }

  /** Takes endpoints and acknowledges them. */
  public ClusterLoadAssignment nextEndpoints(String... names) throws Exception {
    DiscoveryResponse response = take(EDS);
    ask(EDS, names);
    return endpoints(response);
  }

  static ClusterLoadAssignment endpoints(DiscoveryResponse response) throws Exception {
    assertThat(response.getResourcesList()).hasSize(1);
    return response.getResources(0).unpack(ClusterLoadAssignment.class);
  }

  static List<String> names(DiscoveryResponse response) throws InvalidProtocolBufferException {
    List<String> names = new ArrayList<>();
    for (Any resource : response.getResourcesList()) {
      Message message = resource.unpack(Resources.RESOURCE_TYPE_BY_URL.get(resource.getTypeUrl()));
      names.add(Resources.getResourceName(message));
    }
    return names;
  }

  /** How many answers wait to be taken. */
  int waiting() {
    return responses.size();
  }

  io.grpc.Status end() {
    Awaitility.await("the stream ends").atMost(Duration.ofSeconds(10)).until(() -> end != null);
    return end;
  }

  @Override
  public void onNext(DiscoveryResponse response) {
    responses.add(response);
  }

  @Override
  public void onError(Throwable thrown) {
    end = io.grpc.Status.fromThrowable(thrown);
  }

  @Override
  public void onCompleted() {
    end = io.grpc.Status.OK;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.v1.DeregisterRequest;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.InstanceName;
import io.heliograph.registry.v1.ListRequest;
import io.heliograph.registry.v1.ListServicesRequest;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegisterResponse;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RegistryGrpc.RegistryBlockingStub;
import io.heliograph.registry.v1.RenewRequest;
import io.heliograph.registry.v1.RenewResponse;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gRPC API, with a client of gRPC's own making. */
@Timeout(60)
class RegistryRpcTest {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0", "HELIOGRAPH_REGISTRY_HTTP_PORT", "0"));

  private final RegistryServer server = new RegistryServer(ANY_FREE);
  private ManagedChannel channel;
  private RegistryBlockingStub registry;

  @BeforeEach
  void start() throws Exception {
    server.start(ANY_FREE);
    channel = channel();
    registry = RegistryGrpc.newBlockingStub(channel);
  }

  private ManagedChannel channel() {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void register_defaults_areThoseOfHttp() {
    RegisterResponse answer =
        registry.register(
            RegisterRequest.newBuilder()
                .setService("orders")
                .setInstance(Instance.newBuilder().setId("x").setHost("10.0.0.7").setPort(8080))
                .build());

    assertThat(answer.getLeaseSeconds()).isEqualTo(10);
    assertThat(answer.getRenewAfterMillis()).isBetween(3_000, 3_334);
    assertThat(registry.list(ListRequest.newBuilder().setService("orders").build()))
        .satisfies(
            list -> {
              assertThat(list.getRevision()).isEqualTo(answer.getRevision());
              assertThat(list.getInstancesList())
                  .singleElement()
                  .satisfies(
                      listed -> {
                        assertThat(listed.getInstance().getWeight()).isEqualTo(100);
                        assertThat(listed.getEffectiveWeight()).isEqualTo(100);
                      });
            });
    assertThat(
            registry
                .listServices(ListServicesRequest.newBuilder().setNamespace("default").build())
                .getServicesList())
        .singleElement()
        .satisfies(service -> assertThat(service.getService()).isEqualTo("orders"));
  }

  @Test
  void register_badInput_namesTheField() {
    assertThatThrownBy(
            () -> registry.register(request(instance("x").toBuilder().setPort(70_000).build())))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("INVALID_ARGUMENT: port is 70000: give 1 to 65535");
    assertThatThrownBy(
            () -> registry.register(request(instance("x").toBuilder().setPort(-1).build())))
        .hasMessageContaining("port is 2147483647"); // what is unsigned there is signed here
    assertThatThrownBy(() -> registry.register(request(instance("n".repeat(10_000)))))
        .hasMessage("INVALID_ARGUMENT: id has 10000 characters: give 1 to 255");
    assertThatThrownBy(() -> registry.register(RegisterRequest.getDefaultInstance()))
        .hasMessageContaining("service has 0 characters");
  }

  @Test
  void unknownFields_areRefusedByTheirNumber() throws Exception {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    RegisterRequest request = request(instance("x").toBuilder().setUnknownFields(later).build());

    assertThatThrownBy(() -> registry.register(request))
        .hasMessageStartingWith("INVALID_ARGUMENT: field 99 of instance is not known to this node");
    assertThatThrownBy(
            () ->
                registry.renew(
                    RenewRequest.newBuilder()
                        .addInstances(name("x"))
                        .setUnknownFields(later)
                        .build()))
        .hasMessageStartingWith("INVALID_ARGUMENT: field 99 of the request is not known");
    Held held = new Held(channel);
    held.requests.onNext(request);
    assertThat(held.ended.poll(5, TimeUnit.SECONDS).getDescription())
        .startsWith("field 99 of instance");
    assertThat(ids()).isEmpty();
  }

  @Test
  void renew_many_namesThoseThatAreUnknown() {
    registry.register(request(instance("x").toBuilder().setLeaseSeconds(30).build()));
    RenewResponse answer =
        registry.renew(
            RenewRequest.newBuilder().addInstances(name("x")).addInstances(name("gone")).build());

    assertThat(answer.getUnknownList()).containsExactly(name("gone"));
    assertThat(answer.getRenewAfterMillis()).isBetween(9_000, 10_000);
  }

  @Test
  void deregister_onceThenNotFound() {
    registry.register(request(instance("x")));
    DeregisterRequest request = DeregisterRequest.newBuilder().setInstance(name("x")).build();
    registry.deregister(request);

    assertThat(ids()).isEmpty();
    assertThatThrownBy(() -> registry.deregister(request))
        .hasMessage("NOT_FOUND: no instance x of default/orders is registered");
  }

  @Test
  void watch_changes_onlyWhatChanged() throws Exception {
    registry.register(request(instance("x")));
    WatchClient watch =
        new WatchClient(channel, WatchRequest.newBuilder().setService("orders").build());
    WatchResponse first = watch.next();
    assertThat(first.getWhole()).isTrue();
    assertThat(first.getChangedList()).hasSize(1);

    registry.register(request(instance("y")));
    WatchResponse second = watch.next();
    assertThat(second.getWhole()).isFalse();
    assertThat(second.getChangedList())
        .singleElement()
        .satisfies(listed -> assertThat(listed.getInstance().getId()).isEqualTo("y"));
    registry.register(request(instance("y"))); // renews: no news

    registry.deregister(DeregisterRequest.newBuilder().setInstance(name("x")).build());
    WatchResponse third = watch.next();
    assertThat(third.getRemovedList()).containsExactly("x");
    assertThat(third.getChangedList()).isEmpty();
  }

  @Test
  void watch_again_goesOnFromTheRevision() throws Exception {
    registry.register(request(instance("x")));
    WatchClient watch =
        new WatchClient(channel, WatchRequest.newBuilder().setService("orders").build());
    WatchResponse known = watch.next();
    watch.stop();
    registry.register(request(instance("y")));

    WatchRequest.Builder again =
        WatchRequest.newBuilder()
            .setService("orders")
            .setNode(known.getNode())
            .setRevision(known.getRevision());
    WatchResponse next = new WatchClient(channel, again.build()).next();
    assertThat(next.getWhole()).isFalse();
    assertThat(next.getChangedList()).hasSize(1);
    assertThat(new WatchClient(channel, again.setNode("another").build()).next().getWhole())
        .isTrue();
  }

  @Test
  void watch_clientThatStandsStill_isToldInOneOnceItGoesOn() throws Exception {
    WatchClient watch =
        new WatchClient(channel, WatchRequest.newBuilder().setService("orders").build(), 1);
    watch.next(); // the empty list; it asks for no more
    for (int i = 0; i < 2_000; i++) {
      Instance.Builder instance = instance("i" + i).toBuilder();
      registry.register(request(instance.putMetadata("k", "v".repeat(1_000)).build()));
    }
    watch.request(1_000);

    int told = 0;
    int answers = 0;
    while (told < 2_000) {
      told += watch.next().getChangedCount();
      answers++;
    }
    assertThat(told).isEqualTo(2_000);
    assertThat(answers).isLessThan(200);
  }

  @Test
  void close_endsWatches_withoutWaitingForThem() throws Exception {
    WatchClient watch =
        new WatchClient(channel, WatchRequest.newBuilder().setService("orders").build());
    watch.next();
    long from = System.nanoTime();

    server.close();

    assertThat(watch.ended.poll(5, TimeUnit.SECONDS).getDescription())
        .isEqualTo("this node stops: go on at another");
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void hold_completed_takesOutAtOnce() throws Exception {
    Held held = new Held(channel);
    held.requests.onNext(request(instance("x")));
    assertThat(held.answers.poll(5, TimeUnit.SECONDS).getRenewAfterMillis()).isZero();
    assertThat(ids()).containsExactly("x");

    held.requests.onCompleted();
    Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> ids().isEmpty());
  }

  @Test
  void hold_lost_livesForItsLeaseAndNoLonger() throws Exception {
    ManagedChannel owner = channel();
    Held held = new Held(owner);
    held.requests.onNext(request(instance("x").toBuilder().setLeaseSeconds(1).build()));
    assertThat(held.answers.poll(5, TimeUnit.SECONDS)).isNotNull();
    Awaitility.await()
        .during(Duration.ofMillis(2_500))
        .atMost(Duration.ofSeconds(4))
        .until(() -> ids().equals(List.of("x")));

    long lost = System.nanoTime();
    owner.shutdownNow();
    Awaitility.await().atMost(Duration.ofSeconds(4)).until(() -> ids().isEmpty());
    assertThat(Duration.ofNanos(System.nanoTime() - lost)).isGreaterThan(Duration.ofMillis(900));
  }

  @Test
  void hold_badInput_endsTheStreamAndLetsTheOthersLive() throws Exception {
    Held held = new Held(channel);
    held.requests.onNext(request(instance("x")));
    assertThat(held.answers.poll(5, TimeUnit.SECONDS)).isNotNull();
    held.requests.onNext(request(instance("y").toBuilder().setPort(0).build()));

    assertThat(held.ended.poll(5, TimeUnit.SECONDS).getDescription()).startsWith("port is 0");
    assertThat(ids()).containsExactly("x");
  }

  private List<String> ids() {
    return registry
        .list(ListRequest.newBuilder().setService("orders").build())
        .getInstancesList()
        .stream()
        .map(listed -> listed.getInstance().getId())
        .toList();
  }

  private static Instance instance(String id) {
    return Instance.newBuilder().setId(id).setHost("10.0.0.7").setPort(8080).build();
  }

  private static RegisterRequest request(Instance instance) {
    return RegisterRequest.newBuilder().setService("orders").setInstance(instance).build();
  }

  private static InstanceName name(String id) {
    return InstanceName.newBuilder().setService("orders").setId(id).build();
  }

  /** A stream that holds leases. */
  private static final class Held implements StreamObserver<RegisterResponse> {
    final BlockingQueue<RegisterResponse> answers = new LinkedBlockingQueue<>();
    final BlockingQueue<Status> ended = new LinkedBlockingQueue<>();
    final StreamObserver<RegisterRequest> requests;

    Held(ManagedChannel channel) {
      requests = RegistryGrpc.newStub(channel).hold(this);
    }

    @Override
    public void onNext(RegisterResponse answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable t) {
      ended.add(Status.fromThrowable(t));
    }

    @Override
    public void onCompleted() {
      ended.add(Status.OK);
    }
  }
}

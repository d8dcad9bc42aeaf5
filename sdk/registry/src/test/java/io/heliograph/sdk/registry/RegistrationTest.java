/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static io.heliograph.sdk.registry.FakeNode.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.heliograph.registry.v1.Location;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegisterResponse;
import io.heliograph.sdk.ServiceInstance;
import io.heliograph.sdk.registry.RegistrationState.Phase;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistrationTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final ServiceInstance ME =
      ServiceInstance.of("orders", "orders-1")
          .address("10.0.0.7", 8080)
          .version("1.4.2")
          .group("blue")
          .lane("gray")
          .location("sh", "sh-1", "a")
          .tags(Map.of("tier", "gold"))
          .weight(50)
          .warmupSeconds(30)
          .build();

  private FakeNode node;
  private RegistryClient client;

  @BeforeEach
  void start() throws Exception {
    node = new FakeNode();
    client = RegistryClient.over(node.channel()).start();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    node.close();
  }

  @Test
  void register_holdsALease_withAllThatTheInstanceSays() throws Exception {
    Registration registration = client.register(ME);

    assertThat(registration.await(LONG)).isTrue();
    assertThat(registration.state()).isEqualTo(new RegistrationState(Phase.HELD, "", 0));
    RegisterRequest request = next(node.held);
    assertThat(request).isEqualTo(Requests.of(ME)); // and nothing more
    assertThat(request.getService()).isEqualTo("orders");
    var instance = request.getInstance();
    assertThat(instance.getId()).isEqualTo("orders-1");
    assertThat(instance.getHost()).isEqualTo("10.0.0.7");
    assertThat(instance.getPort()).isEqualTo(8080);
    assertThat(instance.getVersion()).isEqualTo("1.4.2");
    assertThat(instance.getGroup()).isEqualTo("blue");
    assertThat(instance.getLane()).isEqualTo("gray");
    assertThat(instance.getWeight()).isEqualTo(50);
    assertThat(instance.getWarmupSeconds()).isEqualTo(30);
    assertThat(instance.getLocation())
        .isEqualTo(Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom("a").build());
    assertThat(instance.getTagsMap()).containsExactly(Map.entry("tier", "gold"));
  }

  @Test
  void close_completesTheStream_andNothingMore() throws Exception {
    Registration registration = client.register(ME);
    registration.await(LONG);
    registration.close();
    registration.close();

    assertThat(next(node.ends)).isEqualTo("completed");
    assertThat(registration.state().phase()).isEqualTo(Phase.CLOSED);
    assertThat(node.deregistered).isEmpty();
  }

  @Test
  void closeOfTheClient_completesAllStreams_andTakesNoMore() throws Exception {
    client.register(ME).await(LONG);
    client.register(Requests.of(ME).toBuilder().setService("stock").build()).await(LONG);
    client.close();

    assertThat(next(node.ends)).isEqualTo("completed");
    assertThat(next(node.ends)).isEqualTo("completed");
    assertThatThrownBy(() -> client.register(ME)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void lostStream_isHeldAgain_asItIsDescribedNow() throws Exception {
    Registration registration = client.register(ME);
    registration.await(LONG);
    next(node.held);
    registration.update(
        Requests.of(ME).toBuilder()
            .setInstance(Requests.of(ME).getInstance().toBuilder().setWeight(7))
            .build());
    assertThat(next(node.held).getInstance().getWeight()).isEqualTo(7);

    node.breakHold();
    assertThat(next(node.held).getInstance().getWeight()).isEqualTo(7);
    assertThat(registration.state().lost()).isEqualTo(1);
    assertThat(registration.state().why()).isEqualTo("UNAVAILABLE: lost");
  }

  @Test
  void nodeThatIsGone_theOtherHolds_andCloseDeregistersIfNoStreamIsOpen() throws Exception {
    try (FakeNode other = new FakeNode();
        RegistryClient two = RegistryClient.over(node.channel(), other.channel()).start()) {
      Registration registration = two.register(ME);
      registration.await(LONG);
      boolean first = !node.held.isEmpty();
      (first ? node : other).stop();
      next((first ? other : node).held);

      (first ? other : node).answerHolds(request -> Status.UNAVAILABLE);
      (first ? other : node).breakHold();
      next((first ? other : node).held); // refused, and it waits before it comes again
      registration.close();
      assertThat(next((first ? other : node).deregistered).getInstance())
          .isEqualTo(Requests.name(Requests.of(ME)));
    }
  }

  @Test
  void close_ofOneThatNoNodeHasHeld_leavesItToTheProcessThatHasItsId() throws Exception {
    node.answerHolds(request -> Status.UNAVAILABLE);
    Registration never = client.register(ME);
    Awaitility.await().atMost(LONG).until(() -> !never.state().why().isEmpty());
    never.close();

    node.answerHolds(request -> Status.INVALID_ARGUMENT);
    Registration refused = client.register(ME);
    Awaitility.await().atMost(LONG).until(() -> refused.state().phase() == Phase.REFUSED);
    refused.close();

    assertThat(node.deregistered).isEmpty();
    assertThat(never.state().why()).isEqualTo("UNAVAILABLE: null");
  }

  @Test
  void closeOfTheClient_takesInstancesOutBeforeItEndsWatches_andASecondWaitsForNothing()
      throws Exception {
    client.watch("orders");
    next(node.watches);
    client.register(ME).await(LONG);
    client.close();
    assertThat(next(node.ends)).isEqualTo("completed");
    assertThat(next(node.ends)).isEqualTo("watch lost");

    long began = System.nanoTime();
    client.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(RegistryClient.CLOSE);
  }

  @Test
  void descriptionThatANodeRefuses_isNotTriedAgain_andAwaitSaysWhy() throws Exception {
    node.answerHolds(
        request -> Status.INVALID_ARGUMENT.withDescription("lane has 1 character: give 2"));
    Registration registration = client.register(ME);

    assertThatThrownBy(() -> registration.await(LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lane has 1 character: give 2");
    assertThat(registration.state().phase()).isEqualTo(Phase.REFUSED);
    assertThat(node.held).hasSize(1);
    Registration closed = client.register(Requests.of(ME).toBuilder().setService("stock").build());
    Awaitility.await().atMost(LONG).until(() -> closed.state().phase() == Phase.REFUSED);
    closed.close();
    assertThatThrownBy(() -> closed.await(LONG))
        .as("whatever has come since")
        .isInstanceOf(IllegalArgumentException.class);

    node.answerHolds(request -> RegisterResponse.getDefaultInstance());
    registration.update(ME);
    Awaitility.await().atMost(LONG).until(() -> registration.state().phase() == Phase.HELD);
    assertThat(registration.await(LONG)).isTrue();
  }

  @Test
  void register_outOfRange_throwsWithTheField() {
    assertThatThrownBy(() -> client.register(ServiceInstance.of("orders", "orders-1").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("host is ''");
    assertThatThrownBy(
            () -> client.register(ServiceInstance.of("or ders", "a").address("h", 1).build()))
        .hasMessageStartingWith("service is 'or ders'");
    Registration registration = client.register(ME);
    assertThatThrownBy(
            () ->
                registration.update(
                    ServiceInstance.of("orders", "orders-2").address("h", 1).build()))
        .hasMessageContaining("orders-2");
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static io.heliograph.sdk.registry.Answers.delta;
import static io.heliograph.sdk.registry.Answers.instance;
import static io.heliograph.sdk.registry.Answers.up;
import static io.heliograph.sdk.registry.Answers.whole;
import static io.heliograph.sdk.registry.Answers.with;
import static io.heliograph.sdk.registry.FakeNode.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.sdk.registry.FakeNode.Watching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServiceWatchTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path directory;
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
  void watch_beforeAnyAnswer_knowsNothing_andSaysSo() throws Exception {
    ServiceWatch orders = client.watch("orders");

    assertThat(orders.await(Duration.ofMillis(1))).isFalse();
    assertThat(orders.state().known()).isFalse();
    assertThatThrownBy(() -> orders.pick(Call.ANY)).isInstanceOf(NoInstanceException.class);
    assertThat(next(node.watches).request())
        .isEqualTo(
            WatchRequest.newBuilder()
                .setNamespace("default")
                .setService("orders")
                .setRulesVersion(0)
                .build());
    assertThat(client.watch("default", "orders")).as("one for each service").isSameAs(orders);
  }

  @Test
  void answers_changeTheList_andTellListeners() throws Exception {
    ServiceWatch orders = client.watch("orders");
    BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
    orders.onChange(
        watch -> {
          throw new IllegalStateException("a listener that fails");
        });
    orders.onChange(watch -> heard.add(ids(watch)));
    Watching stream = next(node.watches);

    stream.answers().onNext(whole("a/1", 5, up(instance("one"))));
    assertThat(next(heard)).containsExactly("one");
    assertThat(orders.await(LONG)).isTrue();
    assertThat(orders.pick(Call.ANY).id()).isEqualTo("one");
    stream.answers().onNext(with(delta("a/1", 6, up(instance("two"))), 3, "{}"));
    assertThat(next(heard)).containsExactlyInAnyOrder("one", "two");

    WatchState state = orders.state();
    assertThat(state).isEqualTo(new WatchState(true, true, Duration.ZERO, "a/1", 6, 3, 2, 0, 0));
    orders.onChange(watch -> heard.add(Set.of("told what is known")));
    assertThat(next(heard)).containsExactly("told what is known");
  }

  @Test
  void lostStream_goesOnFromWhereItWas_andTheListStays() throws Exception {
    ServiceWatch orders = client.watch("orders");
    Watching first = next(node.watches);
    first.answers().onNext(with(whole("a/1", 5, up(instance("one"))), 3, "{}"));
    orders.await(LONG);

    for (Status status : new Status[] {Status.UNAVAILABLE, Status.RESOURCE_EXHAUSTED}) {
      first.answers().onError(status.asRuntimeException());
      Watching again = next(node.watches);
      assertThat(again.request().getNode()).isEqualTo("a/1");
      assertThat(again.request().getRevision()).isEqualTo(5);
      assertThat(again.request().getRulesVersion()).isEqualTo(3);
      assertThat(orders.pick(Call.ANY).id()).isEqualTo("one");
      assertThat(orders.state().live()).isFalse();
      first = again;
    }
    assertThat(orders.state().lost()).isEqualTo(2);

    // it went on and nothing has changed: no answer, and after a while it counts as live
    Awaitility.await().atMost(LONG).until(() -> orders.state().live());
    assertThat(orders.state().age()).isZero();
  }

  @Test
  void nodeThatIsGone_theOtherGoesOn() throws Exception {
    try (FakeNode other = new FakeNode();
        RegistryClient two = RegistryClient.over(node.channel(), other.channel()).start()) {
      ServiceWatch orders = two.watch("orders");
      Awaitility.await().until(() -> node.watches.size() + other.watches.size() == 1);
      FakeNode asked = node.watches.isEmpty() ? other : node;
      next(asked.watches).answers().onNext(whole("a/1", 5, up(instance("one"))));
      orders.await(LONG);
      asked.stop();

      Watching stream = next((asked == node ? other : node).watches);
      assertThat(ids(orders)).containsExactly("one");
      stream.answers().onNext(whole("b/1", 9, up(instance("two"))));
      Awaitility.await().atMost(LONG).until(() -> ids(orders).equals(Set.of("two")));
    }
  }

  @Test
  void snapshot_aClientThatStartsCold_knowsTheListAndTheRules() throws Exception {
    try (RegistryClient writes = RegistryClient.over(node.channel()).snapshots(directory).start()) {
      ServiceWatch orders = writes.watch("orders");
      next(node.watches)
          .answers()
          .onNext(
              with(
                  whole("a/1", 5, up(instance("one")), up(instance("two"))),
                  3,
                  "{'weights':{'two':0}}"));
      orders.await(LONG);
    } // which writes at once
    node.stop();

    try (RegistryClient cold = RegistryClient.over(node.channel()).snapshots(directory).start()) {
      ServiceWatch orders = cold.watch("orders");
      assertThat(orders.await(Duration.ZERO)).isTrue();
      assertThat(orders.state().live()).isFalse();
      assertThat(orders.state().revision()).isEqualTo(5);
      for (int i = 0; i < 100; i++) {
        assertThat(orders.pick(Call.ANY).id()).isEqualTo("one");
      }
    }
  }

  @Test
  void agentThatHearsNothing_showsAsAge() throws Exception {
    ServiceWatch orders = client.watch("orders");
    next(node.watches)
        .answers()
        .onNext(whole("a/1", 5, up(instance("one"))).toBuilder().setStaleMillis(7_000).build());
    orders.await(LONG);

    assertThat(orders.state().live()).as("as soon as it is known").isTrue();
    assertThat(orders.state().age()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void instanceThatCannotBeRead_isLeftOutAndCounted() throws Exception {
    ServiceWatch orders = client.watch("orders");
    next(node.watches)
        .answers()
        .onNext(whole("a/1", 5, up(instance("one")), up(instance("two").setHost(""))));
    orders.await(LONG);

    assertThat(ids(orders)).containsExactly("one");
    assertThat(orders.state().leftOut()).isEqualTo(1);
  }

  @Test
  void close_endsTheStream_andItMayBeWatchedAgain() throws Exception {
    ServiceWatch orders = client.watch("orders");
    next(node.watches);
    orders.close();

    Awaitility.await().atMost(LONG).until(() -> client.watch("orders") != orders);
    next(node.watches);
  }

  @Test
  void limits_nameTheField() {
    assertThatThrownBy(() -> client.watch("or ders")).hasMessageStartingWith("service is");
    assertThatThrownBy(() -> client.watch("n s", "orders")).hasMessageStartingWith("namespace is");
    assertThatThrownBy(() -> RegistryClient.to()).hasMessage("targets must be 1 to 100, is 0");
    assertThatThrownBy(() -> RegistryClient.to("a:1", " ")).hasMessageContaining("blank");
    for (int i = 0; i < RegistryClient.MOST; i++) {
      client.watch("s" + i);
    }
    assertThatThrownBy(() -> client.watch("one-more"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1,000");
  }

  private static Set<String> ids(ServiceWatch watch) {
    return watch.instances().stream()
        .map(listed -> listed.instance().id())
        .collect(Collectors.toSet());
  }
}

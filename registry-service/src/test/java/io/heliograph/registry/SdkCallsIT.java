/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static io.heliograph.registry.SdkNode.AS_SHOP;
import static io.heliograph.registry.SdkNode.SHOP;
import static io.heliograph.registry.SdkNode.await;
import static io.heliograph.registry.SdkNode.awaitRules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.heliograph.sdk.ServiceInstance;
import io.heliograph.sdk.registry.Call;
import io.heliograph.sdk.registry.CallRefusedException;
import io.heliograph.sdk.registry.NoInstanceException;
import io.heliograph.sdk.registry.Registration;
import io.heliograph.sdk.registry.RoutedChannel;
import io.heliograph.sdk.registry.ServiceWatch;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Calls by the SDK at a node: those that rules refuse, and those of gRPC's stubs. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class SdkCallsIT {
  private SdkNode node;

  @BeforeAll
  void start() throws Exception {
    node = new SdkNode();
  }

  @AfterAll
  void stop() throws Exception {
    node.close();
  }

  @Test
  void switchedOff_deniedOrLedToNobody_isToldByItsRule_andEndsWithIt() throws Exception {
    node.fleet("refused");
    node.publish(
        "refused", 0, "{'degradation':{'methods':{'/shop.Orders/Search':'too slow today'}}}");
    ServiceWatch watch = node.client.watch("refused");
    awaitRules(watch, 1);
    node.awaitFleet(watch);
    assertThat(refusal(watch, SHOP.method("/shop.Orders/Search")).rule())
        .isEqualTo("degradation.methods./shop.Orders/Search");
    assertThat(watch.pick(SHOP.method("/shop.Orders/Place"))).isNotNull();

    node.publish("refused", 1, "{'degradation':{'service':'flash sale'}}");
    awaitRules(watch, 2);
    assertThat(refusal(watch, SHOP))
        .hasMessage("default/refused: the rules refuse the call: degradation.service: flash sale")
        .satisfies(e -> assertThat(e.service()).isEqualTo("default/refused"));
    assertThat(node.plan("refused", AS_SHOP).get("refusal").asText())
        .isEqualTo("degradation.service: flash sale");

    node.publish("refused", 2, "{'access':{'deny':['shop']}}");
    awaitRules(watch, 3);
    assertThat(refusal(watch, SHOP).rule()).isEqualTo("access.deny");

    node.publish("refused", 3, "{'access':{'allow':['crawler']}}");
    awaitRules(watch, 4);
    assertThat(refusal(watch, SHOP).rule()).isEqualTo("access.allow");

    node.publish("refused", 4, "{'routes':[{'name':'r','match':{},'subset':{'version':'9'}}]}");
    awaitRules(watch, 5);
    assertThat(catchThrowable(() -> watch.pick(SHOP)))
        .isInstanceOfSatisfying(
            NoInstanceException.class, e -> assertThat(e.route()).isEqualTo("r"));

    HttpResponse<String> deleted =
        node.send("refused", "?version=5", HttpRequest.newBuilder().DELETE());
    assertThat(deleted.statusCode()).isEqualTo(204);
    awaitRules(watch, 6);
    assertThat(watch.pick(SHOP).id()).isEqualTo("near");
  }

  @Test
  void instances_comeAndGo_withinASecond() throws Exception {
    ServiceWatch watch = node.client.watch("coming");
    Registration one = node.client.register(instance("one"));
    assertThat(one.await(Duration.ofSeconds(10))).isTrue();
    await("it is there", () -> ids(watch).equals(List.of("one")));

    long began = System.nanoTime();
    node.client.register(instance("two"));
    await("the other is, too", () -> ids(watch).equals(List.of("one", "two")));
    one.close();
    await("it is gone", () -> ids(watch).equals(List.of("two")));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));

    one.close(); // again, to no effect
    assertThat(ids(watch)).containsExactly("two");
  }

  @Test
  void routedChannel_callsByRules_andPassesAnInstanceByThatDied() throws Exception {
    OrdersBackend one = new OrdersBackend("one");
    try (OrdersBackend two = new OrdersBackend("two");
        RoutedChannel channel = new RoutedChannel(node.client.watch("called"), SHOP.caller())) {
      one.register(node.registry.httpPort(), "called", "1.0", "sh-1");
      two.register(node.registry.httpPort(), "called", "2.0", "sh-2");
      await("both are known", () -> node.client.watch("called").instances().size() == 2);
      for (int i = 0; i < 50; i++) {
        assertThat(call(channel)).as("the nearest").isEqualTo("one");
      }

      node.publish("called", 0, "{'traffic':{'by':'version','percent':{'1.0':50,'2.0':50}}}");
      await("the other is called", () -> call(channel).equals("two"));
      int before = one.calls();
      for (int i = 0; i < 1_000; i++) {
        call(channel);
      }
      assertThat(one.calls() - before).isBetween(430, 570);

      one.close(); // and its lease goes on
      int[] inARow = {0};
      await(
          "it is passed by",
          () -> (inARow[0] = tried(channel).equals("two") ? inARow[0] + 1 : 0) == 20);
      for (int i = 0; i < 200; i++) {
        assertThat(call(channel)).isEqualTo("two");
      }

      node.publish("called", 1, "{'access':{'deny':['shop']}}");
      await("it is denied", () -> tried(channel).equals("UNAVAILABLE"));
      assertThat(Status.fromThrowable(catchThrowable(() -> call(channel))).getCause())
          .isInstanceOf(CallRefusedException.class)
          .hasMessageContaining("access.deny names the caller 'shop'");
    } finally {
      one.close();
    }
  }

  private static String call(RoutedChannel channel) {
    return ClientCalls.blockingUnaryCall(
            channel, OrdersBackend.PLACE, CallOptions.DEFAULT, StringValue.of("tea"))
        .getValue();
  }

  private static String tried(RoutedChannel channel) {
    try {
      return call(channel);
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode().name();
    }
  }

  private static CallRefusedException refusal(ServiceWatch watch, Call call) {
    Throwable thrown = catchThrowable(() -> watch.pick(call));
    assertThat(thrown).isInstanceOf(CallRefusedException.class);
    return (CallRefusedException) thrown;
  }

  private static List<String> ids(ServiceWatch watch) {
    return watch.instances().stream().map(listed -> listed.instance().id()).toList();
  }

  private static ServiceInstance instance(String id) {
    return ServiceInstance.of("coming", id).address("127.0.0.1", 1).build();
  }
}

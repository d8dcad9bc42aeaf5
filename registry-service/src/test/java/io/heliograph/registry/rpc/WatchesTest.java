/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.Documents;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.v1.WatchResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large answers, to clients that take them when the test says so. */
class WatchesTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final int INSTANCES = 20;
  private static final String LONG_TEXT = "x".repeat(8 << 10);

  private final Catalog catalog =
      new Catalog(() -> 1_000_000, 0, Runnable::run, new CatalogLimits(1_000, 1 << 30, 1_000));

  /** Room for one list and a half. */
  private final Watches watches =
      new Watches(
          catalog,
          new RuleBook(new Documents()),
          "node/1",
          () -> 1_000_000,
          INSTANCES * 3L / 2 * LONG_TEXT.length(),
          Watches.TAKE_MILLIS);

  private final Client first = new Client();
  private final Client second = new Client();
  private final Client third = new Client();

  @BeforeEach
  void register() throws Exception {
    for (int i = 0; i < INSTANCES; i++) {
      catalog.register(ORDERS, instance("i" + i, LONG_TEXT));
    }
  }

  @AfterEach
  void close() {
    watches.close();
  }

  @Test
  void begin_roomForOneList_theSecondHasItOnceTheFirstHasTakenIts() {
    begin(first);
    begin(second);
    assertThat(first.answers).hasSize(1);
    assertThat(second.answers).isEmpty();

    first.take();

    await().until(() -> second.answers.size() == 1);
    assertThat(second.answers.get(0).getChangedCount()).isEqualTo(INSTANCES);
    assertThat(second.encoded.get(0)).as("the same bytes").isSameAs(first.encoded.get(0));
  }

  @Test
  void ready_saidThoughTheListIsNotTaken_keepsItsRoom() {
    begin(first);
    first.onReady.run();
    assertThat(watches.largeUnderWay()).isEqualTo(first.answers.get(0).getSerializedSize());

    first.take();
    assertThat(watches.largeUnderWay()).isZero();
  }

  @Test
  void begin_firstGoesAway_theOthersHaveTheirTurns() {
    begin(first);
    begin(second);
    begin(third);
    second.cancel();
    first.cancel();

    await().until(() -> third.answers.size() == 1);
    assertThat(second.answers).isEmpty();
    assertThat(watches.open()).isEqualTo(1);
  }

  @Test
  void change_whileAListWaitsForItsTurn_isInIt() throws Exception {
    begin(first);
    begin(second);
    catalog.register(ORDERS, instance("late", LONG_TEXT));

    first.take();

    await().until(() -> second.answers.size() == 1);
    assertThat(second.answers.get(0).getChangedCount()).isEqualTo(INSTANCES + 1);
  }

  @Test
  void change_afterALargeAnswer_isSmallAndNeedsNoTurn() throws Exception {
    begin(first);
    first.take();
    begin(second);
    second.take();
    catalog.register(ORDERS, instance("late", LONG_TEXT));

    await().until(() -> first.answers.size() == 2 && second.answers.size() == 2);
    assertThat(first.answers.get(1).getChangedCount()).isEqualTo(1);
  }

  @Test
  void change_isTimedOnceForEachWatch_theFirstListIsNot() throws Exception {
    List<Long> changes = new CopyOnWriteArrayList<>();
    watches.tellPushes(changes::add);
    begin(first);
    first.take();
    long before = System.nanoTime();
    catalog.register(ORDERS, instance("one", LONG_TEXT));
    long after = System.nanoTime();
    await().until(() -> first.answers.size() == 2);
    assertThat(changes).hasSize(1).allMatch(at -> at >= before && at <= after);

    // it does not read: what is timed is the first of the changes that it is told of then
    long beforeTwo = System.nanoTime();
    catalog.register(ORDERS, instance("two", LONG_TEXT));
    long afterTwo = System.nanoTime();
    await().until(() -> catalog.awaits() == 0);
    catalog.register(ORDERS, instance("three", LONG_TEXT));
    first.take();
    await().until(() -> first.answers.size() == 3);
    assertThat(first.answers.get(2).getChangedCount()).isEqualTo(2);
    assertThat(changes).hasSize(2);
    assertThat(changes.get(1)).isBetween(beforeTwo, afterTwo);
  }

  @Test
  void weights_areToldWithoutRules_asTheyAreByAdvice() {
    begin(first);
    assertThat(first.answers.get(0).getChangedList())
        .allMatch(listed -> listed.getEffectiveWeight() == 100);
    first.take();

    catalog.advise(ORDERS, "i0", new Advice(Advice.State.SUSPECT, 40, 1_000_001));

    await().until(() -> first.answers.size() == 2);
    assertThat(first.answers.get(1).getChangedList())
        .singleElement()
        .satisfies(listed -> assertThat(listed.getEffectiveWeight()).isEqualTo(40));
  }

  private void begin(Client client) {
    watches.begin(ORDERS, Optional.empty(), Optional.empty(), client);
  }

  static Instance instance(String id, String text) {
    return new Instance(
        id,
        "10.0.0.7",
        8080,
        "grpc",
        "1",
        "",
        "",
        100,
        0,
        30,
        Location.UNKNOWN,
        Map.of(),
        Map.of("text", text));
  }

  /** Cannot take more once it has been sent something, until the test says that it has read it. */
  private static final class Client extends ServerCallStreamObserver<WatchAnswer> {
    private final List<WatchResponse> answers = new CopyOnWriteArrayList<>();
    private final List<WatchAnswer> encoded = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;
    private Runnable onReady = () -> {};
    private Runnable onCancel = () -> {};

    void take() {
      ready = true;
      onReady.run();
    }

    void cancel() {
      onCancel.run();
    }

    @Override
    public void onNext(WatchAnswer answer) {
      encoded.add(answer);
      try {
        answers.add(WatchResponse.parseFrom(answer.bytes()));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
      ready = false;
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void onCompleted() {}

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
      onCancel = handler;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}

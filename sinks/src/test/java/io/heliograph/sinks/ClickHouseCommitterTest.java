/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClickHouseCommitterTest {
  private static final Instant MINUTE_0 = Instant.EPOCH;

  private final FakeClickHouse clickHouse = new FakeClickHouse();
  private final CommitMetrics metrics = Fixtures.metrics();
  private final ClickHouseCommitter committer = committer();

  private ClickHouseCommitter committer() {
    return new ClickHouseCommitter(Fixtures.settings(), clickHouse, metrics);
  }

  @AfterEach
  void close() {
    committer.close();
  }

  private void commit(SinkCommittable... committables) throws Exception {
    committer.store(List.of(committables));
  }

  private static List<Object> ledger(String stage, long count) {
    return List.of(MINUTE_0, "orders", stage, count);
  }

  @Test
  void commit_storesRowsThenLedger() throws Exception {
    commit(Fixtures.orders("a-", "tea", "cup"));

    assertThat(clickHouse.rows("orders")).containsExactly(List.of(0L, "tea"), List.of(1L, "cup"));
    assertThat(clickHouse.rows("pipeline_ledger_deltas")).containsExactly(ledger("stored", 2));
    assertThat(clickHouse.attempts()).containsExactly("a-0", "a-1:ledger");
    assertThat(metrics.rows().getCount()).isEqualTo(2);
    assertThat(metrics.inserts().getCount()).isEqualTo(2);
    assertThat(metrics.bytes().getCount()).isPositive();
    assertThat(metrics.insertMillis().getCount()).isEqualTo(2);
  }

  @Test
  void commit_repeatedInOtherCompany_changesNothing() throws Exception {
    SinkCommittable first = Fixtures.orders("a-", "tea");
    SinkCommittable second = Fixtures.orders("b-", "poison", "cup");
    clickHouse.refuse(row -> row.contains("poison"));

    commit(first);
    commit(second);
    commit(second, first);

    assertThat(clickHouse.rows("orders"))
        .containsExactlyInAnyOrder(List.of(0L, "tea"), List.of(1L, "cup"));
    assertThat(clickHouse.rows("dead_letters")).hasSize(1);
    assertThat(clickHouse.rows("pipeline_ledger_deltas"))
        .containsExactlyInAnyOrder(ledger("stored", 1), ledger("stored", 1), ledger("dead", 1));
  }

  @Test
  void commit_whileClickHouseIsAway_retriesTheSameInsert() throws Exception {
    clickHouse.failNext(
        new IOException("connection refused"),
        new RefusedException(500, 252, "too many parts"),
        new RefusedException(503, RefusedException.NO_CODE, "no upstream"));

    commit(Fixtures.orders("a-", "tea"));

    assertThat(clickHouse.rows("orders")).hasSize(1);
    assertThat(clickHouse.attempts()).containsExactly("a-0", "a-0", "a-0", "a-0", "a-1:ledger");
    assertThat(metrics.retries().getCount()).isEqualTo(3);
  }

  @Test
  void commit_whoseAnswersAreLost_storesOnce() throws Exception {
    clickHouse.loseNextAnswers(new IOException("reset"), new IOException("reset"));

    commit(Fixtures.orders("a-", "tea"));

    assertThat(clickHouse.rows("orders")).hasSize(1);
    assertThat(clickHouse.rows("pipeline_ledger_deltas")).containsExactly(ledger("stored", 1));
  }

  @Test
  void commit_withPoisonRows_storesTheOthersAndKeepsThoseAsDeadLetters() throws Exception {
    String[] items = IntStream.range(0, 100).mapToObj(i -> "item" + i).toArray(String[]::new);
    items[17] = "poison";
    items[99] = "poison";
    clickHouse.refuse(row -> row.contains("poison"));

    commit(Fixtures.orders("a-", items));

    assertThat(clickHouse.rows("orders")).hasSize(98).doesNotHaveDuplicates();
    assertThat(clickHouse.rows("dead_letters"))
        .extracting(row -> row.get(1), row -> row.get(2), row -> row.get(4), row -> row.get(6))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "orders", "topic", 17L, "{\"id\":17,\"item\":\"poison\"}"),
            org.assertj.core.groups.Tuple.tuple(
                "orders", "topic", 99L, "{\"id\":99,\"item\":\"poison\"}"));
    assertThat(clickHouse.rows("pipeline_ledger_deltas"))
        .containsExactlyInAnyOrder(ledger("stored", 98), ledger("dead", 2));
    assertThat(metrics.poisonRows().getCount()).isEqualTo(2);
    assertThat(metrics.rows().getCount()).isEqualTo(98);
  }

  @Test
  void commit_interruptedInBisectionAndRepeated_storesOnce() throws Exception {
    SinkCommittable orders = Fixtures.orders("a-", "tea", "cup", "poison", "pot", "can");
    clickHouse.refuse(row -> row.contains("poison"));
    clickHouse.failNext(
        new RefusedException(500, 469, "poison"), new RefusedException(404, 60, "no table"));

    assertThatThrownBy(() -> commit(orders)).isInstanceOf(FatalFailureException.class);
    commit(orders);
    commit(orders);

    assertThat(clickHouse.rows("orders")).hasSize(4).doesNotHaveDuplicates();
    assertThat(clickHouse.rows("dead_letters")).hasSize(1);
    assertThat(clickHouse.rows("pipeline_ledger_deltas"))
        .containsExactlyInAnyOrder(ledger("stored", 4), ledger("dead", 1));
  }

  @Test
  void commit_withMorePoisonThanAllowed_failsAndBuriesNothing() throws Exception {
    clickHouse.refuse(row -> row.contains("poison"));
    String[] items = new String[100];
    Arrays.fill(items, "poison");

    assertThatThrownBy(() -> commit(Fixtures.orders("a-", items)))
        .isInstanceOf(FatalFailureException.class)
        .hasMessageContaining("more than 10 rows");

    assertThat(clickHouse.rows("dead_letters")).isEmpty();
    assertThat(clickHouse.rows("pipeline_ledger_deltas")).isEmpty();
  }

  @Test
  void commit_failingForGood_failsAtOnceAndCountsNothing() throws Exception {
    clickHouse.failNext(new RefusedException(404, 60, "Table default.orders does not exist"));

    assertThatThrownBy(() -> commit(Fixtures.orders("a-", "tea")))
        .isInstanceOf(FatalFailureException.class)
        .hasMessageContaining("does not exist");

    assertThat(clickHouse.attempts()).hasSize(1);
    assertThat(metrics.fatalFailures().getCount()).isEqualTo(1);
    assertThat(clickHouse.rows("pipeline_ledger_deltas")).isEmpty();
  }

  @Test
  void commit_interruptedWhileClickHouseIsAway_ends() throws Exception {
    InsertClient away =
        request -> {
          throw new IOException("connection refused");
        };
    ClickHouseCommitter waiting = new ClickHouseCommitter(Fixtures.settings(), away, metrics);
    SinkCommittable orders = Fixtures.orders("a-", "tea");
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread task =
        new Thread(
            () -> {
              try {
                waiting.store(List.of(orders));
                outcome.complete(null);
              } catch (IOException | InterruptedException e) {
                outcome.complete(e);
              }
            });
    task.start();
    Awaitility.await().until(() -> metrics.retries().getCount() > 3);

    task.interrupt();

    assertThat(outcome.get(5, java.util.concurrent.TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
    waiting.close();
  }

  @Test
  void commit_ofNothing_isNothing() throws Exception {
    commit();

    assertThat(clickHouse.attempts()).isEmpty();
  }
}

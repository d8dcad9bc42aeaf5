/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class ClickHouseWriterTest {
  private static final Instant MINUTE_1 = Instant.ofEpochSecond(60);

  private final FakeClickHouse clickHouse = new FakeClickHouse();
  private final WriterMetrics metrics =
      WriterMetrics.register(UnregisteredMetricsGroup.createSinkWriterMetricGroup());
  private final ClickHouseWriter<String> writer =
      new ClickHouseWriter<>(new ItemsEncoder(), Fixtures.settings(), "w-", metrics);

  /** An element "tea,cup" becomes two orders; the item "broken" cannot be encoded. */
  private static final class ItemsEncoder implements RowEncoder<String> {
    private transient IntegerColumn ids;
    private transient StringColumn items;

    @Override
    public List<TableSchema> tables() {
      return List.of(Fixtures.ORDERS);
    }

    @Override
    public void open(Blocks out) {
      ids = out.rows("orders").integers("id");
      items = out.rows("orders").strings("item");
    }

    @Override
    public void encode(String element, Blocks out) throws IOException {
      out.origin("orders", "topic", 3, 42, 61_000);
      String[] parts = element.split(",", -1);
      out.count("orders", "accepted", 61_000, parts.length);
      for (String part : parts) {
        ids.add(part.length());
        switch (part) {
          case "broken" -> throw new IOException("broken item");
          case "half" -> out.deadLetter("half an item", part.getBytes(StandardCharsets.UTF_8), 1);
          case "twice" -> {
            items.add(part);
            items.add(part);
            out.rows("orders").endRow(true);
          }
          default -> {
            items.add(part);
            out.rows("orders").endRow(true);
          }
        }
      }
    }

    @Override
    public long items(String element) {
      return element.split(",", -1).length;
    }
  }

  private void commit() throws Exception {
    try (ClickHouseCommitter committer =
        new ClickHouseCommitter(Fixtures.settings(), clickHouse, Fixtures.metrics())) {
      committer.store(List.copyOf(writer.prepareCommit()));
    }
  }

  private static List<Object> ledger(String stage, long count) {
    return List.of(MINUTE_1, "orders", stage, count);
  }

  @Test
  void prepareCommit_withNothingWritten_isEmpty() throws Exception {
    assertThat(writer.prepareCommit()).isEmpty();
  }

  @Test
  void write_countsAcceptedAndStored() throws Exception {
    writer.write("tea,cup", null);
    writer.write("pot", null);
    commit();

    assertThat(metrics.elements().getCount()).isEqualTo(2);
    assertThat(clickHouse.rows("orders")).hasSize(3);
    assertThat(clickHouse.rows("pipeline_ledger_deltas"))
        .containsExactlyInAnyOrder(ledger("accepted", 3), ledger("stored", 3));
    assertThat(writer.prepareCommit()).isEmpty();
  }

  @Test
  void write_ofWhatCannotBeEncoded_takesAllItsRowsBack() throws Exception {
    writer.write("tea", null);
    writer.write("half,cup,broken,can", null);
    writer.write("pot", null);
    commit();

    assertThat(clickHouse.rows("orders")).containsExactly(List.of(3L, "tea"), List.of(3L, "pot"));
    assertThat(clickHouse.rows("dead_letters"))
        .containsExactly(
            List.of(
                Instant.ofEpochSecond(61),
                "orders",
                "topic",
                3L,
                42L,
                "cannot be encoded: java.io.IOException: broken item",
                "half,cup,broken,can",
                "dead",
                4L));
    assertThat(clickHouse.rows("pipeline_ledger_deltas"))
        .containsExactlyInAnyOrder(ledger("accepted", 6), ledger("stored", 2), ledger("dead", 4));
    assertThat(metrics.encodeFailures().getCount()).isEqualTo(1);
  }

  @Test
  void write_withADeadLetter_keepsTheOtherRows() throws Exception {
    writer.write("tea,half,cup", null);
    commit();

    assertThat(clickHouse.rows("orders")).containsExactly(List.of(3L, "tea"), List.of(3L, "cup"));
    assertThat(clickHouse.rows("dead_letters")).hasSize(1);
    assertThat(clickHouse.rows("pipeline_ledger_deltas"))
        .containsExactlyInAnyOrder(ledger("accepted", 3), ledger("stored", 2), ledger("dead", 1));
  }

  @Test
  void write_ofTwoValuesInOneColumn_isADeadLetterThatNamesIt() throws Exception {
    writer.write("twice", null);
    commit();

    assertThat(clickHouse.rows("orders")).isEmpty();
    assertThat(clickHouse.rows("dead_letters").get(0).get(5).toString())
        .contains("orders.item got 2 values in one row");
  }

  @Test
  void write_withTooMuchPending_slowsDown() throws Exception {
    SinkSettings tight = Fixtures.settings(1_000_000, 100, true);
    ClickHouseWriter<String> slow =
        new ClickHouseWriter<>(new ItemsEncoder(), tight, "t-", metrics);

    for (int i = 0; i < OpenTable.BLOCK_ROWS; i++) {
      slow.write("tea", null);
    }

    assertThat(metrics.slowDowns().getCount()).isEqualTo(1);
    assertThat(metrics.pendingBytes().get()).isGreaterThan(100);
    slow.prepareCommit();
    assertThat(metrics.pendingBytes().get()).isZero();
  }

  @Test
  void write_withoutAnyCheckpoint_failsInTheEnd() throws Exception {
    SinkSettings tight = Fixtures.settings(1_000_000, 1 << 20, true);
    ClickHouseWriter<byte[]> endless =
        new ClickHouseWriter<>(new NoiseEncoder(), tight, "n-", metrics, millis -> {});
    byte[] noise = new byte[OpenTable.BLOCK_BYTES];
    new Random(1).nextBytes(noise);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                endless.write(noise, null);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("compressed bytes since the last checkpoint")
        .hasMessageContaining("nothing is lost");
    assertThat(metrics.pendingBytes().get()).isBetween(16L << 20, 24L << 20);
  }

  @Test
  void write_withTooMuchPending_pausesLongerEachTimeUntilTheCheckpoint() throws Exception {
    SinkSettings tight = Fixtures.settings(1_000_000, 100, true);
    List<Long> pauses = new ArrayList<>();
    ClickHouseWriter<byte[]> slow =
        new ClickHouseWriter<>(new NoiseEncoder(), tight, "p-", metrics, pauses::add);
    byte[] zeros = new byte[OpenTable.BLOCK_BYTES];

    for (int i = 0; i < 12; i++) {
      slow.write(zeros, null);
    }
    slow.prepareCommit();
    slow.write(zeros, null);

    assertThat(pauses)
        .containsExactly(
            200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 12_800L, 25_600L, 51_200L, 60_000L, 60_000L,
            60_000L, 200L);
  }

  /** Each element is a block of its own. */
  private static final class NoiseEncoder implements RowEncoder<byte[]> {
    @Override
    public List<TableSchema> tables() {
      return List.of(TableSchema.of("noise", "bytes", "String"));
    }

    @Override
    public void encode(byte[] element, Blocks out) {
      out.rows("noise").append((Object) element);
    }
  }
}

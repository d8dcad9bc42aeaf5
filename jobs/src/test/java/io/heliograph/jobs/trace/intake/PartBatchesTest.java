/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class PartBatchesTest {
  private static final int GROUPS = 128;

  private static SpanPart part(long high, long low, int bytes) {
    return new SpanPart(high, low, 9, bytes + 1, new byte[bytes]);
  }

  private static List<PartBatch> batches(PartBatches batches) {
    List<PartBatch> out = new ArrayList<>();
    batches.flush(9, out::add);
    return out;
  }

  private static List<SpanPart> parts(PartBatch batch) throws Exception {
    List<SpanPart> parts = new ArrayList<>();
    batch.forEach(parts::add);
    return parts;
  }

  private static int subtask(long high, long low, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        Tuple2.of(high, low), GROUPS, parallelism);
  }

  @Test
  void flush_partsOfOneSubtask_areOneBatchInTheirOrder() throws Exception {
    PartBatches batches = new PartBatches(GROUPS, 1);
    List<SpanPart> added = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      SpanPart part = part(-i, 1L << 63 | i, i);
      added.add(part);
      batches.add(part);
    }
    List<PartBatch> out = batches(batches);
    assertThat(out).hasSize(1);
    assertThat(parts(out.get(0))).usingRecursiveFieldByFieldElementComparator().isEqualTo(added);
    assertThat(out.get(0).traceHigh()).isZero();
    assertThat(out.get(0).traceLow()).isEqualTo(1L << 63);
    assertThat(batches(batches)).as("it is empty then").isEmpty();
  }

  /** Flink sends a batch where its first trace belongs, and so all others must. */
  @Test
  void flush_anyIds_goesWhereFlinkAssignsEachOfThem() throws Exception {
    Random random = new Random(5);
    for (int parallelism : new int[] {1, 2, 3, 7, GROUPS}) {
      PartBatches batches = new PartBatches(GROUPS, parallelism);
      for (int i = 0; i < 2_000; i++) {
        batches.add(part(random.nextLong(), random.nextLong(), 3));
      }
      List<PartBatch> out = batches(batches);
      assertThat(out).hasSize(parallelism);
      int count = 0;
      for (PartBatch batch : out) {
        int subtask = subtask(batch.traceHigh(), batch.traceLow(), parallelism);
        for (SpanPart part : parts(batch)) {
          assertThat(subtask(part.traceHigh(), part.traceLow(), parallelism)).isEqualTo(subtask);
          count++;
        }
      }
      assertThat(count).isEqualTo(2_000);
    }
  }

  @Test
  void forEach_bytesThatAreNoParts_isRefused() {
    PartBatches batches = new PartBatches(GROUPS, 1);
    batches.add(part(1, 2, 30));
    byte[] encoded = batches(batches).get(0).encoded();
    for (int length = 1; length < encoded.length; length++) {
      PartBatch cut = new PartBatch(9, Arrays.copyOf(encoded, length));
      assertThatThrownBy(() -> parts(cut)).isInstanceOf(MalformedBlockException.class);
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up the outcomes of a task between two checkpoints, one sum for a signal, stage and minute of
 * log time: that is all the ledger keeps of them. Dead letters pass as they are. The sums are
 * handed on before each checkpoint's barrier, so they need no state and are in the checkpoint with
 * the rows that they count; and when {@value #MAX_SUMS} minutes and stages have come together.
 */
public final class OutcomeSums extends AbstractStreamOperator<Outcome>
    implements OneInputStreamOperator<Outcome, Outcome>, BoundedOneInput {
  static final int MAX_SUMS = 1_024;

  private static final long serialVersionUID = 1;
  private static final long MINUTE_MILLIS = 60_000;

  private transient Map<What, Sum> sums;
  private transient Sum latest;

  private record What(String signal, Stage stage, long minute) {}

  private static final class Sum {
    private final What what;
    private final Origin first;
    private long count;

    Sum(What what, Origin first) {
      this.what = what;
      this.first = first;
    }

    boolean isOf(Outcome outcome, long minute) {
      return what.minute == minute
          && what.stage == outcome.stage()
          && what.signal.equals(outcome.signal());
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    sums = new LinkedHashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Outcome> record) {
    Outcome outcome = record.getValue();
    if (outcome.stage() == Stage.DEAD) {
      output.collect(record);
      return;
    }
    long minute = Math.floorDiv(outcome.origin().timestampMillis(), MINUTE_MILLIS);
    if (latest == null || !latest.isOf(outcome, minute)) {
      if (sums.size() >= MAX_SUMS) {
        flush();
      }
      What what = new What(outcome.signal(), outcome.stage(), minute);
      latest = sums.computeIfAbsent(what, w -> new Sum(w, outcome.origin()));
    }
    latest.count += outcome.count();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void endInput() {
    flush();
  }

  private void flush() {
    for (Sum sum : sums.values()) {
      output.collect(
          new StreamRecord<>(Outcome.of(sum.first, sum.what.signal, sum.what.stage, sum.count)));
    }
    sums.clear();
    latest = null;
  }
}

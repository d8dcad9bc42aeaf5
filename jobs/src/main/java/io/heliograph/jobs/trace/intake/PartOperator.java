/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.trace.traffic.TrafficRecord;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The operator of {@link PartFunction}. Hands on the traffic that was gathered every {@value
 * #FLUSH_MILLIS} ms, before each checkpoint's barrier, so that it needs no state, and at the end of
 * the input. A function could do none of the three.
 */
public final class PartOperator extends ProcessOperator<Fragment, PartBatch>
    implements BoundedOneInput, ProcessingTimeCallback {
  static final long FLUSH_MILLIS = 500;

  private static final long serialVersionUID = 1;

  /** An operator that runs {@code function}. */
  public PartOperator(PartFunction function) {
    super(function);
  }

  @Override
  public void open() throws Exception {
    super.open();
    schedule();
  }

  @Override
  public void onProcessingTime(long timestamp) {
    flush();
    schedule();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void endInput() {
    flush();
  }

  private void schedule() {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    getProcessingTimeService().registerTimer(now + FLUSH_MILLIS, this);
  }

  private void flush() {
    ((PartFunction) userFunction).flushTraffic(this::collect);
  }

  private void collect(TrafficRecord traffic) {
    output.collect(PartFunction.TRAFFIC, new StreamRecord<>(traffic));
  }
}

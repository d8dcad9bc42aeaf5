/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.keyed.LogTime;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Fragments of spans to {@link TrafficEvent}s, gathered where they are read for {@value
 * #FLUSH_MILLIS} ms, or until {@value #MAX_GATHERED} instances and slots have come together. What
 * is gathered is handed on before each checkpoint's barrier, so it needs no state; into which
 * events it was cut makes no difference to their sum.
 *
 * <p>A fragment that cannot be read shows in the metric {@code unreadFragments}; the trace job
 * makes a dead letter of it. A client's retry is counted again: of rates and quantiles it says
 * nothing new.
 */
public final class SpanTrafficOperator extends AbstractStreamOperator<TrafficEvent>
    implements OneInputStreamOperator<Fragment, TrafficEvent>,
        BoundedOneInput,
        ProcessingTimeCallback {
  private static final long serialVersionUID = 1;
  private static final long FLUSH_MILLIS = 500;
  private static final int MAX_GATHERED = 4_096;

  private transient SpanTraffic traffic;
  private transient Counter unread;

  @Override
  public void open() throws Exception {
    super.open();
    traffic = new SpanTraffic();
    unread = getMetricGroup().counter("unreadFragments");
    schedule();
  }

  @Override
  public void processElement(StreamRecord<Fragment> record) {
    Fragment fragment = record.getValue();
    long now = getProcessingTimeService().getCurrentProcessingTime();
    try {
      traffic.add(fragment.value(), LogTime.of(fragment.timestampMillis(), now));
    } catch (MalformedOtlpException e) {
      unread.inc();
    }
    if (traffic.size() >= MAX_GATHERED) {
      flush();
    }
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
    traffic.flush(event -> output.collect(new StreamRecord<>(event)));
  }
}

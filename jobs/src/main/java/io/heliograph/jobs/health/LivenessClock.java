/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.keyed.LogWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The clock by which silence is measured, one per Kafka partition: the newest record's log time.
 *
 * <p>An instance may be called dead only if its beats had their chance to arrive. While the job is
 * down, beats wait in Kafka: they are all read before the clock passes them, since the clock is
 * moved by nothing but records, in their order. That a partition with one dead instance is not
 * silent for ever is the work of {@link Pulse}: the job itself writes an empty batch to each
 * partition every second.
 *
 * <p>So a gap in the log means that Kafka (or this job, which pulses) was away, and says nothing
 * against any instance. After a gap of over 5 s, and at the start, the clock stands still for 10 s
 * of log time, in which senders reconnect:
 *
 * <pre>
 *   log      b p b p b p . . . . . . . . . p b p b p p b p ...
 *   clock    -----------&gt;| Kafka away     | stands, 10 s  |------&gt;
 * </pre>
 *
 * Where no pulse can be written, beats alone move the clock, at worst 10 s behind.
 */
final class LivenessClock implements WatermarkGenerator<Fragment> {
  static final long GAP_MILLIS = 5_000;
  static final long GRACE_MILLIS = 10_000;

  private long newest = Long.MIN_VALUE;
  private long standsUntil = Long.MIN_VALUE;

  static WatermarkStrategy<Fragment> strategy() {
    return LogWatermarks.of(LivenessClock::new);
  }

  @Override
  public void onEvent(Fragment fragment, long timestamp, WatermarkOutput output) {
    boolean first = newest == Long.MIN_VALUE;
    boolean runs = newest >= standsUntil;
    if (first || (runs && timestamp - newest > GAP_MILLIS)) {
      standsUntil = timestamp + GRACE_MILLIS;
    }
    newest = Math.max(newest, timestamp);
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (newest != Long.MIN_VALUE && newest >= standsUntil) {
      output.emitWatermark(LogWatermarks.behind(newest));
    }
  }
}

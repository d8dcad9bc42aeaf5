/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import io.heliograph.jobs.Fragment;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Watermarks in {@link LogTime}, made per Kafka partition by the source. */
public final class LogWatermarks implements WatermarkGenerator<Fragment> {
  /** How far gateways that write to one partition may disagree. */
  private static final long DISORDER_MILLIS = 1_000;

  private static final Duration IDLE_AFTER = Duration.ofSeconds(30);

  private long newest = Long.MIN_VALUE;

  private LogWatermarks() {}

  /** Watermarks a second behind the newest record; a partition silent for 30 s holds up no one. */
  public static WatermarkStrategy<Fragment> strategy() {
    return of(LogWatermarks::new);
  }

  /** The same timestamps and idleness with another generator. */
  public static WatermarkStrategy<Fragment> of(Generators generators) {
    return WatermarkStrategy.<Fragment>forGenerator(context -> generators.create())
        .withTimestampAssigner(
            (fragment, ignored) ->
                LogTime.of(fragment.timestampMillis(), System.currentTimeMillis()))
        .withIdleness(IDLE_AFTER);
  }

  /** Makes a generator for a partition. */
  @FunctionalInterface
  public interface Generators extends java.io.Serializable {
    /** A new generator. */
    WatermarkGenerator<Fragment> create();
  }

  /** The watermark when {@code newest} is the newest record of a partition. */
  public static Watermark behind(long newest) {
    return new Watermark(newest - DISORDER_MILLIS - 1);
  }

  @Override
  public void onEvent(Fragment fragment, long timestamp, WatermarkOutput output) {
    newest = Math.max(newest, timestamp);
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (newest != Long.MIN_VALUE) {
      output.emitWatermark(behind(newest));
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Of a stream that has no say in how far log time has come: it may lag, or be silent, and deadlines
 * of instances must not wait for it.
 */
final class Timeless<T> implements WatermarkGenerator<T> {
  private Timeless() {}

  static <T> WatermarkStrategy<T> strategy() {
    return WatermarkStrategy.<T>forGenerator(context -> new Timeless<>());
  }

  @Override
  public void onEvent(T event, long timestamp, WatermarkOutput output) {
    // its time is in it
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.markIdle();
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.jobs.Fragment;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Wires the counts of logs beside their raw path. */
final class LogCounts {
  private LogCounts() {}

  /**
   * Counts log records per minute, service and severity.
   *
   * @param fragments of topic heliograph.logs, repeated ones marked
   * @param sink exactly once: the table adds up
   */
  static void attach(DataStream<Fragment> fragments, Sink<LogCount> sink) {
    fragments
        .process(new LogCountReader())
        .uid("log-count-reader")
        .name("log-count-reader")
        .keyBy(LogCount::key)
        .process(new LogCountFunction())
        .uid("log-counts")
        .name("log-counts")
        .sinkTo(sink)
        .uid("log-counts-sink")
        .name("log-counts-sink");
  }
}

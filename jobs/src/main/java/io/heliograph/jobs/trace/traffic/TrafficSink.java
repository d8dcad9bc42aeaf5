/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.traffic;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Traffic into Kafka, at most once, apart from a restart of the job, which reads the spans since
 * its last checkpoint again and counts them again. See {@link TrafficWriter}.
 */
public final class TrafficSink implements Sink<TrafficRecord> {
  private static final long serialVersionUID = 1;

  private final String kafka;

  /** A sink to the Kafka with these bootstrap servers. */
  public TrafficSink(String kafka) {
    this.kafka = kafka;
  }

  @Override
  public SinkWriter<TrafficRecord> createWriter(WriterInitContext context) {
    return new TrafficWriter(kafka, context.metricGroup());
  }
}

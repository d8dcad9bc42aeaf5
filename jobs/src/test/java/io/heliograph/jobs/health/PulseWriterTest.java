/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import java.util.List;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class PulseWriterTest {
  private static final String BEATS = Signal.HEARTBEATS.topic();
  private static final Node NODE = new Node(1, "127.0.0.1", 9092);

  private final Gauges metrics = new Gauges();

  private static MockProducer<byte[], byte[]> producer(boolean answers) {
    Node[] nodes = {NODE};
    Cluster cluster =
        new Cluster(
            "test",
            List.of(NODE),
            List.of(
                new PartitionInfo(BEATS, 0, NODE, nodes, nodes),
                new PartitionInfo(BEATS, 1, NODE, nodes, nodes)),
            java.util.Set.of(),
            java.util.Set.of());
    return new MockProducer<>(
        cluster, answers, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void tick_isAnEmptyBatchInEveryPartition() {
    MockProducer<byte[], byte[]> producer = producer(true);

    new PulseWriter(producer, List.of(BEATS), metrics).write(0L, null);

    assertThat(producer.history()).extracting(ProducerRecord::partition).containsExactly(0, 1);
    for (ProducerRecord<byte[], byte[]> pulse : producer.history()) {
      assertThat(pulse.value()).isEmpty();
      byte[] items = pulse.headers().lastHeader(FragmentHeaders.ITEMS).value();
      assertThat(FragmentHeaders.items(items)).isZero();
    }
    assertThat(metrics.failed()).isZero();
  }

  @Test
  void pulseNotSent_isCountedAndForgotten() {
    MockProducer<byte[], byte[]> producer = producer(false);
    PulseWriter writer = new PulseWriter(producer, List.of(BEATS), metrics);

    writer.write(0L, null);
    producer.errorNext(new TimeoutException("no broker"));
    producer.completeNext();
    assertThat(metrics.failed()).isEqualTo(1);

    producer.sendException = new TimeoutException("buffer full");
    writer.write(1L, null);
    assertThat(metrics.failed()).isEqualTo(2);
  }

  private static final class Gauges extends UnregisteredMetricsGroup {
    private Gauge<?> failed;

    long failed() {
      return (Long) failed.getValue();
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      assertThat(name).isEqualTo("pulsesFailed");
      failed = gauge;
      return gauge;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return this;
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class TrafficWriterTest {
  private static final TrafficRecord RECORD = new TrafficRecord(new byte[] {1}, new byte[] {2, 3});

  private final AtomicReference<Gauge<?>> failed = new AtomicReference<>();
  private final UnregisteredMetricsGroup metrics =
      new UnregisteredMetricsGroup() {
        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
          assertThat(name).isEqualTo("trafficFailed");
          failed.set(gauge);
          return gauge;
        }
      };

  private static MockProducer<byte[], byte[]> producer() {
    return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void traffic_isARecordOfItsService_andNobodyWaitsForIt() throws Exception {
    MockProducer<byte[], byte[]> producer = producer();
    TrafficWriter writer = new TrafficWriter(producer, metrics);

    writer.write(RECORD, null);
    writer.flush(false);

    assertThat(producer.history())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.topic()).isEqualTo("heliograph.traffic");
              assertThat(record.key()).isEqualTo(RECORD.key());
              assertThat(record.value()).isEqualTo(RECORD.value());
            });
    assertThat(producer.flushed()).isFalse();
    writer.flush(true);
    assertThat(producer.flushed()).isTrue();
    assertThat(failed.get().getValue()).isEqualTo(0L);
  }

  @Test
  void trafficNotSent_isCountedAndForgotten() throws Exception {
    MockProducer<byte[], byte[]> producer = producer();
    TrafficWriter writer = new TrafficWriter(producer, metrics);

    writer.write(RECORD, null);
    producer.errorNext(new TimeoutException("no broker"));
    assertThat(failed.get().getValue()).isEqualTo(1L);

    producer.sendException = new TimeoutException("buffer full");
    writer.write(RECORD, null);
    assertThat(failed.get().getValue()).isEqualTo(2L);
  }

  @Test
  void kafkaAway_costsTheCallerNoTime() throws Exception {
    TrafficWriter writer = new TrafficWriter("127.0.0.1:1", metrics);
    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      writer.write(RECORD, null);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(failed.get().getValue()).isEqualTo(1_000L);
    writer.close();
  }
}

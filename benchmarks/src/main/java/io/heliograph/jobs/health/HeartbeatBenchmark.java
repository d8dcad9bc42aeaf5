/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.Load;
import io.heliograph.v1.Location;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a heartbeat costs: decoded, and decoded and judged, in a fleet of 100,000 instances that
 * beat every 10 s. Without Flink: what its shuffle and state add is measured by {@code
 * HealthThroughputTest} in the jobs module.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HeartbeatBenchmark {
  private static final int PER_BATCH = 100;
  private static final int BATCHES = 1_000;
  private static final long START = 1_700_000_000_000L;
  private static final int INTERVAL_MS = 10_000;

  private final BeatDecoder decoder = new BeatDecoder();
  private final HealthRules rules = new HealthRules(HealthLimits.defaults());
  private final Map<String, InstanceState> instances = new HashMap<>();
  private byte[][] batches;
  private long next;

  /** Batches without numbers, so that the same bytes are news each time. */
  @Setup
  public void fill() {
    batches = new byte[BATCHES][];
    for (int batch = 0; batch < BATCHES; batch++) {
      HeartbeatBatch.Builder beats = HeartbeatBatch.newBuilder();
      for (int i = 0; i < PER_BATCH; i++) {
        beats.addItems(beat(batch * PER_BATCH + i));
      }
      batches[batch] = beats.build().toByteArray();
    }
  }

  private static Heartbeat beat(int instance) {
    return Heartbeat.newBuilder()
        .setNamespace("shop")
        .setService("service-" + instance % 1_000)
        .setInstanceId("instance-" + instance)
        .setHost("10.0.0.7")
        .setPort(8080)
        .setVersion("1.4.2")
        .setLocation(Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom("a"))
        .putTags("tier", "gold")
        .setStartedUnixNano(7)
        .setIntervalMs(INTERVAL_MS)
        .setLoad(Load.newBuilder().setCpu(0.5).setCalls(200).setErrors(1))
        .setWeight(100)
        .build();
  }

  private Iterable<Beat> decode() throws InvalidProtocolBufferException {
    long millis = START + next * INTERVAL_MS / BATCHES;
    byte[] batch = batches[(int) (next++ % BATCHES)];
    return decoder.decode(batch, new Origin("heliograph.heartbeats", 0, next, millis)).events();
  }

  /** Time per heartbeat. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void decoded(Blackhole sink) throws InvalidProtocolBufferException {
    sink.consume(decode());
  }

  /** Time per heartbeat. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void judged(Blackhole sink) throws InvalidProtocolBufferException {
    for (Beat beat : decode()) {
      String key = beat.id().key();
      HealthRules.Step step = rules.onBeat(instances.get(key), beat, beat.millis() - 1_000);
      instances.put(key, step.state());
      sink.consume(step.row());
      sink.consume(step.advice());
    }
  }
}

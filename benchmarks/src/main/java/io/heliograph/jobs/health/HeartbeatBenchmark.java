/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.records.PackedType;
import io.heliograph.sinks.EncodedRows;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.Load;
import io.heliograph.v1.Location;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
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
 * What a heartbeat costs at each of its stations, in a fleet of 100,000 instances that beat every
 * 10 s: decoded, on its way to the task that keeps its instance, judged, as a row, in a checkpoint.
 * Without Flink's own work and its memory; {@code benchmarks/health} measures the whole job.
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
  private final BeatSerializer beats = new BeatSerializer();
  private final InstanceStateSerializer states = new InstanceStateSerializer();
  private final PackedType<InstanceState> packed = new PackedType<>(InstanceState.class, states);
  private final EncodedRows<HealthOutput> rows = new EncodedRows<>(new HealthEncoder());
  private final DataOutputSerializer out = new DataOutputSerializer(1 << 16);
  private final DataInputDeserializer in = new DataInputDeserializer();
  private final Map<String, InstanceState> instances = new HashMap<>();
  private byte[][] batches;
  private List<Beat> sample;
  private List<InstanceState> known;
  private List<Object> kept;
  private long next;

  /** Batches without numbers, so that the same bytes are news each time. */
  @Setup
  public void fill() throws InvalidProtocolBufferException {
    batches = new byte[BATCHES][];
    for (int batch = 0; batch < BATCHES; batch++) {
      HeartbeatBatch.Builder beats = HeartbeatBatch.newBuilder();
      for (int i = 0; i < PER_BATCH; i++) {
        beats.addItems(beat(batch * PER_BATCH + i));
      }
      batches[batch] = beats.build().toByteArray();
    }
    sample = decode();
    known = sample.stream().map(beat -> rules.onBeat(null, beat, beat.millis()).state()).toList();
    kept = known.stream().map(packed::pack).toList();
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

  private List<Beat> decode() throws InvalidProtocolBufferException {
    long millis = START + next * INTERVAL_MS / BATCHES;
    byte[] batch = batches[(int) (next++ % BATCHES)];
    return decoder.decode(batch, new Origin("heliograph.heartbeats", 0, next, millis)).events();
  }

  /** From Kafka's bytes to beats. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void decoded(Blackhole sink) throws InvalidProtocolBufferException {
    sink.consume(decode());
  }

  /** The key of its instance, which is made on both sides of the shuffle. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void keyed(Blackhole sink) {
    for (Beat beat : sample) {
      sink.consume(beat.id().key().hashCode());
    }
  }

  /** Into the shuffle's bytes. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void sent(Blackhole sink) throws IOException {
    out.clear();
    for (Beat beat : sample) {
      beats.serialize(beat, out);
    }
    sink.consume(out.length());
  }

  /** Into the shuffle's bytes and out of them. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void sentAndReceived(Blackhole sink) throws IOException {
    sent(sink);
    in.setBuffer(out.getSharedBuffer(), 0, out.length());
    for (int i = 0; i < PER_BATCH; i++) {
      sink.consume(beats.deserialize(in));
    }
  }

  /** Decoded, looked up in a map of the whole fleet, and judged. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void decodedAndJudged(Blackhole sink) throws InvalidProtocolBufferException {
    for (Beat beat : decode()) {
      String key = beat.id().key();
      HealthRules.Step step = rules.onBeat(instances.get(key), beat, beat.millis() - 1_000);
      instances.put(key, step.state());
      sink.consume(step.row());
      sink.consume(step.advice());
    }
  }

  /** The state of an instance read from the block in which it is kept, and kept again. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void unpackedAndPacked(Blackhole sink) throws IOException {
    for (Object state : kept) {
      sink.consume(packed.pack(packed.unpack(state)));
    }
  }

  /** The row of an instance, from the record to compressed columns. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public Object encoded() throws IOException {
    for (InstanceState state : known) {
      rows.add(HealthOutput.of(state.written()));
    }
    return rows.freeze();
  }

  /** The state of an instance into a checkpoint, where it is not kept as a block. */
  @Benchmark
  @OperationsPerInvocation(PER_BATCH)
  public void checkpointed(Blackhole sink) throws IOException {
    out.clear();
    for (InstanceState state : known) {
      states.serialize(state, out);
    }
    sink.consume(out.length());
  }
}

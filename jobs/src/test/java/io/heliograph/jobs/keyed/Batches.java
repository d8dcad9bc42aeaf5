/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import com.google.protobuf.MessageLite;
import io.heliograph.jobs.Fragment;
import io.heliograph.protocol.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** Batches of a signal as a bounded source: one partition, in the order they were added. */
public final class Batches {
  private static final Map<String, Set<Integer>> FAIL_AT = new ConcurrentHashMap<>();

  private final String topic;
  private final List<byte[]> values = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final List<Integer> claims = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  public Batches(Signal signal) {
    this(signal.topic());
  }

  public Batches(String topic) {
    this.topic = topic;
  }

  /** Adds a batch that reached Kafka at a time. */
  public Batches add(long logMillis, int claim, MessageLite batch) {
    return add(logMillis, claim, "", batch.toByteArray());
  }

  /** Adds a batch with an idempotency key. */
  public Batches add(long logMillis, int claim, String key, byte[] value) {
    times.add(logMillis);
    claims.add(claim);
    keys.add(key);
    values.add(value);
    return this;
  }

  /** All of them; run it with a parallelism of 1 to keep the order. */
  public Source<Fragment, ?, ?> source() {
    return new DataGeneratorSource<>(
        new Replay(topic, values, times, claims, keys),
        values.size(),
        TypeInformation.of(Fragment.class));
  }

  /**
   * All of them at some pace; the job fails when it first comes to one of {@code failAt}, and goes
   * on from its last checkpoint.
   */
  public Source<Fragment, ?, ?> failingSource(double perSecond, Integer... failAt) {
    String id = UUID.randomUUID().toString();
    FAIL_AT.put(id, ConcurrentHashMap.newKeySet());
    FAIL_AT.get(id).addAll(List.of(failAt));
    GeneratorFunction<Long, Fragment> replay = new Replay(topic, values, times, claims, keys);
    return new DataGeneratorSource<>(
        number -> {
          if (FAIL_AT.get(id).remove(number.intValue())) {
            throw new IllegalStateException("failure ordered by the test at " + number);
          }
          return replay.map(number);
        },
        values.size(),
        RateLimiterStrategy.perSecond(perSecond),
        TypeInformation.of(Fragment.class));
  }

  private static final class Replay implements GeneratorFunction<Long, Fragment> {
    private static final long serialVersionUID = 1;
    private final String topic;
    private final byte[][] values;
    private final long[] times;
    private final int[] claims;
    private final String[] keys;

    Replay(
        String topic,
        List<byte[]> values,
        List<Long> times,
        List<Integer> claims,
        List<String> keys) {
      this.topic = topic;
      this.values = values.toArray(byte[][]::new);
      this.times = times.stream().mapToLong(Long::longValue).toArray();
      this.claims = claims.stream().mapToInt(Integer::intValue).toArray();
      this.keys = keys.toArray(String[]::new);
    }

    @Override
    public Fragment map(Long number) {
      int i = number.intValue();
      return new Fragment(topic, 0, i, times[i], claims[i], keys[i], false, values[i]);
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import com.google.protobuf.CodedOutputStream;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.Load;
import io.heliograph.v1.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

/**
 * Instances that beat one after the other, round by round. What an instance says of itself each
 * time is encoded once; number, time and load are new with each beat.
 */
final class Fleet {
  private static final long START_NANOS = 1_700_000_000_000_000_000L;
  private static final int ITEMS_TAG = HeartbeatBatch.ITEMS_FIELD_NUMBER << 3 | 2;

  private final Random random = new Random(7);
  private final byte[][] constant;
  private final int services;
  private final long intervalMillis;

  /**
   * A fleet.
   *
   * @param instances how many
   * @param services that they are of
   * @param intervalMillis promised between two beats of an instance
   */
  Fleet(int instances, int services, long intervalMillis) {
    this.services = services;
    this.intervalMillis = intervalMillis;
    constant = new byte[instances][];
    for (int i = 0; i < instances; i++) {
      constant[i] = constant(i);
    }
  }

  int size() {
    return constant.length;
  }

  /**
   * The beats of some instances that follow each other, as a {@code HeartbeatBatch}.
   *
   * @param round from 0
   */
  byte[] batch(int first, int count, int round) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(count * 256);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (int i = first; i < first + count; i++) {
        byte[] news = news(round).toByteArray();
        out.writeUInt32NoTag(ITEMS_TAG);
        out.writeUInt32NoTag(constant[i].length + news.length);
        // protobuf merges what is written one after the other
        out.writeRawBytes(constant[i]);
        out.writeRawBytes(news);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array takes everything", e);
    }
    return bytes.toByteArray();
  }

  private byte[] constant(int instance) {
    int service = instance % services;
    return Heartbeat.newBuilder()
        .setNamespace("shop")
        .setService("service-" + service)
        .setInstanceId("service-%d-6c9d8b7f5-%06x".formatted(service, instance))
        .setHost("10.%d.%d.%d".formatted(instance >> 16, instance >> 8 & 255, instance & 255))
        .setPort(8_080)
        .setVersion("1.4." + service % 10)
        .setGroup("default")
        .setLocation(
            Location.newBuilder()
                .setCity("shanghai")
                .setCenter("shanghai-" + instance % 3)
                .setRoom("room-" + instance % 9))
        .putTags("tier", "gold")
        .putTags("owner", "team-" + service % 50)
        .setStartedUnixNano(START_NANOS)
        .setIntervalMs((int) intervalMillis)
        .setWeight(100)
        .build()
        .toByteArray();
  }

  private Heartbeat news(int round) {
    return Heartbeat.newBuilder()
        .setSequence(round + 1L)
        .setTimeUnixNano(START_NANOS + round * intervalMillis * 1_000_000)
        .setLoad(
            Load.newBuilder()
                .setCpu(random.nextDouble() * 0.8)
                .setLoad1(random.nextDouble() * 4)
                .setMemory(0.3 + random.nextDouble() * 0.5)
                .setInFlight(random.nextInt(20))
                .setCalls(100 + random.nextInt(200))
                .setErrors(random.nextInt(3)))
        .build();
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.BatchDecoder;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.FieldCheck;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.Load;
import java.util.Map;

/** {@code HeartbeatBatch} to {@link Beat}. */
final class BeatDecoder implements BatchDecoder<Beat> {
  private static final long DEFAULT_INTERVAL_MILLIS = 10_000;
  private static final long MIN_INTERVAL_MILLIS = 100;
  private static final long MAX_INTERVAL_MILLIS = 3_600_000;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_WEIGHT = 10_000;
  private static final int MAX_TAGS = 64;
  private static final int MAX_WARMUP_SECONDS = 86_400;
  private static final double MAX_LOAD = 1_000_000;

  @Override
  public Signal signal() {
    return Signal.HEARTBEATS;
  }

  @Override
  public Decoded<Beat> decode(byte[] value, Origin origin) throws InvalidProtocolBufferException {
    Decoded<Beat> decoded = new Decoded<>();
    for (Heartbeat beat : HeartbeatBatch.parseFrom(value).getItemsList()) {
      String problem = problem(beat);
      if (problem.isEmpty()) {
        decoded.event(beat(beat, origin));
      } else {
        decoded.refuse(problem, beat.toByteArray());
      }
    }
    return decoded;
  }

  private static String problem(Heartbeat beat) {
    return new FieldCheck(beat)
        .optionalName("namespace", beat.getNamespace())
        .name("service", beat.getService())
        .name("instance_id", beat.getInstanceId())
        .range("port", beat.getPort(), MAX_PORT)
        .range("weight", beat.getWeight(), MAX_WEIGHT)
        .range("warmup_seconds", beat.getWarmupSeconds(), MAX_WARMUP_SECONDS)
        .range("tags", beat.getTagsCount(), MAX_TAGS)
        .that(lifecycle(beat) != null, "lifecycle", "is unknown: " + beat.getLifecycleValue())
        .problem();
  }

  private static Beat beat(Heartbeat beat, Origin origin) {
    long calls = atMost(beat.getLoad().getCalls(), Integer.MAX_VALUE);
    return new Beat(
        origin,
        instance(beat.getNamespace(), beat.getService(), beat.getInstanceId()),
        profile(beat),
        lifecycle(beat),
        beat.getTimeUnixNano(),
        beat.getStartedUnixNano(),
        beat.getSequence(),
        interval(beat.getIntervalMs()),
        beat.getWarmupSeconds() * 1_000L,
        calls,
        atMost(beat.getLoad().getErrors(), calls),
        strain(beat.getLoad()),
        beat.getLeased());
  }

  private static Strain strain(Load load) {
    return new Strain(
        within(load.getCpu(), 1),
        within(load.getLoad1(), MAX_LOAD),
        within(load.getMemory(), 1),
        Integer.toUnsignedLong(load.getInFlight()));
  }

  /** A number that is none, or less than nothing, is as good as not said. */
  private static double within(double said, double max) {
    return said > 0 ? Math.min(said, max) : 0;
  }

  static InstanceId instance(String namespace, String service, String instanceId) {
    return new InstanceId(namespace.isEmpty() ? "default" : namespace, service, instanceId);
  }

  private static Profile profile(Heartbeat beat) {
    return new Profile(
        beat.getHost(),
        beat.getPort(),
        beat.getVersion(),
        beat.getGroup(),
        beat.getLane(),
        beat.getLocation().getCity(),
        beat.getLocation().getCenter(),
        beat.getLocation().getRoom(),
        Map.copyOf(beat.getTagsMap()),
        beat.getWeight());
  }

  private static Lifecycle lifecycle(Heartbeat beat) {
    return switch (beat.getLifecycle()) {
      case LIFECYCLE_UNSPECIFIED, LIFECYCLE_SERVING -> Lifecycle.SERVING;
      case LIFECYCLE_STARTING -> Lifecycle.STARTING;
      case LIFECYCLE_DRAINING -> Lifecycle.DRAINING;
      case LIFECYCLE_STOPPED -> Lifecycle.STOPPED;
      case LIFECYCLE_DISABLED -> Lifecycle.DISABLED;
      case UNRECOGNIZED -> null;
    };
  }

  private static long interval(int intervalMs) {
    long promised = intervalMs == 0 ? DEFAULT_INTERVAL_MILLIS : Integer.toUnsignedLong(intervalMs);
    return Math.min(MAX_INTERVAL_MILLIS, Math.max(MIN_INTERVAL_MILLIS, promised));
  }

  private static long atMost(long unsigned, long max) {
    return Long.compareUnsigned(unsigned, max) > 0 ? max : unsigned;
  }
}

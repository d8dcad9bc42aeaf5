/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.FieldCheck;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.v1.InstanceTraffic;
import io.heliograph.v1.ServiceTraffic;

/** {@code ServiceTraffic} to {@link TrafficEvent}s, one per instance and slot. Pure. */
final class TrafficDecoder {
  /** A record is written within a second of the spans that it counts. */
  private static final long MAX_AHEAD_MILLIS = 120_000;

  private TrafficDecoder() {}

  static Decoded<TrafficEvent> decode(byte[] value, Origin origin)
      throws InvalidProtocolBufferException {
    ServiceTraffic traffic = ServiceTraffic.parseFrom(value);
    String namespace = traffic.getNamespace().isEmpty() ? "default" : traffic.getNamespace();
    Decoded<TrafficEvent> decoded = new Decoded<>();
    for (InstanceTraffic instance : traffic.getInstancesList()) {
      String problem = problem(traffic, instance, origin.timestampMillis());
      if (problem.isEmpty()) {
        decoded.event(event(namespace, traffic.getService(), instance));
      } else {
        decoded.refuse(problem, instance.toByteArray());
      }
    }
    return decoded;
  }

  private static TrafficEvent event(String namespace, String service, InstanceTraffic instance) {
    return new TrafficEvent(
        namespace,
        service,
        instance.getInstanceId(),
        instance.getSlotUnixMillis(),
        0,
        0,
        new Traffic(
            0,
            0,
            instance.getCalls(),
            instance.getErrors(),
            instance.getNanos(),
            latencies(instance)));
  }

  private static Latencies latencies(InstanceTraffic instance) {
    short[] buckets = new short[instance.getBucketsCount()];
    int[] counts = new int[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = (short) instance.getBuckets(i);
      counts[i] = instance.getCounts(i);
    }
    return new Latencies(buckets, counts);
  }

  private static String problem(ServiceTraffic traffic, InstanceTraffic instance, long logMillis) {
    long slot = instance.getSlotUnixMillis();
    return new FieldCheck(instance)
        .optionalName("namespace", traffic.getNamespace())
        .name("service", traffic.getService())
        .name("instance_id", instance.getInstanceId())
        .that(
            slot >= 0 && slot == Slot.of(slot),
            "slot_unix_millis",
            "must be a multiple of " + Slot.MILLIS + ", is " + slot)
        .that(
            slot <= logMillis + MAX_AHEAD_MILLIS,
            "slot_unix_millis",
            "must be at most 120000 after its record's " + logMillis + ", is " + slot)
        .that(instance.getCalls() > 0, "calls", "must be 1 to 2^63-1")
        .range("errors", instance.getErrors(), instance.getCalls())
        .range("nanos", instance.getNanos(), Long.MAX_VALUE)
        .that(ascend(instance), "buckets", "must ascend from 0 to " + Latencies.LAST)
        .that(counts(instance) == instance.getCalls(), "counts", "must add up to the calls")
        .problem();
  }

  private static boolean ascend(InstanceTraffic instance) {
    int last = -1;
    for (int bucket : instance.getBucketsList()) {
      if (bucket <= last || bucket > Latencies.LAST) {
        return false;
      }
      last = bucket;
    }
    return true;
  }

  /** Their sum; -1 if there are not as many as buckets, or not all of them are over 0. */
  private static long counts(InstanceTraffic instance) {
    if (instance.getCountsCount() != instance.getBucketsCount()) {
      return -1;
    }
    long sum = 0;
    for (int count : instance.getCountsList()) {
      if (count <= 0) {
        return -1;
      }
      sum += count;
    }
    return sum;
  }
}

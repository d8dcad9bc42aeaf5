/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.health.peer.Latencies;
import io.heliograph.jobs.health.peer.LatencyTally;
import io.heliograph.jobs.health.peer.Slot;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.SpanReader;
import io.heliograph.jobs.trace.traffic.TrafficBatches;
import io.heliograph.jobs.trace.traffic.TrafficRecord;
import io.heliograph.v1.InstanceTraffic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Gathers the calls that instances served: their SERVER and CONSUMER spans. A resource without
 * {@code service.name} or {@code service.instance.id} is no instance.
 *
 * <p>Namespace is {@code service.namespace}, else {@code deployment.environment.name}, else {@code
 * deployment.environment} (its name before it became stable), else {@code default}: the first says
 * what an instance's heartbeats say, the others name an environment, which is what our namespaces
 * are for. Names over 255 bytes count as none, as heartbeats with such are refused.
 *
 * <p>Allocates per instance and slot, nothing per span. Not thread safe.
 */
public final class TrafficTally {
  /** Handle of what is no instance. */
  static final int NONE = -1;

  static final int MAX_GATHERED = 4_096;

  private static final int MAX_NAME_BYTES = 255;
  private static final int SERVER = 2;
  private static final int CONSUMER = 5;
  private static final int ERROR = 2;
  private static final Key[] INSTANCE = {Key.SERVICE_INSTANCE_ID};
  private static final Key[] SERVICE = {Key.SERVICE_NAME};
  private static final Key[] NAMESPACE = {
    Key.SERVICE_NAMESPACE, Key.DEPLOYMENT_ENVIRONMENT_NAME, Key.DEPLOYMENT_ENVIRONMENT
  };

  private final ByteTable instances = new ByteTable();

  /** Slot; instance, service and namespace, each behind its length. */
  private final TextBuffer key = new TextBuffer();

  private final byte[] length = new byte[1];
  private final byte[] slot = new byte[Long.BYTES];
  private Calls[] calls = new Calls[64];

  private static final class Calls {
    private final LatencyTally latencies = new LatencyTally();
    private long count;
    private long errors;
    private long nanos;
  }

  /** The spans that follow reached Kafka then. */
  public void at(long logMillis) {
    ByteBuffer.wrap(slot).putLong(Slot.of(logMillis));
  }

  /**
   * The handle of the instance whose spans follow; {@link #NONE} if it is none.
   *
   * @param resource the values of its attributes
   */
  int instance(KnownValues resource) throws MalformedOtlpException {
    key.clear();
    key.add(slot, 0, slot.length);
    if (!append(resource, INSTANCE) || !append(resource, SERVICE)) {
      return NONE;
    }
    append(resource, NAMESPACE);
    int known = instances.size();
    int handle = instances.of(key.bytes(), 0, key.length());
    if (handle == known) {
      if (handle == calls.length) {
        calls = Arrays.copyOf(calls, 2 * handle);
      }
      calls[handle] = new Calls();
    }
    return handle;
  }

  private boolean append(KnownValues resource, Key[] keys) throws MalformedOtlpException {
    boolean found = resource.findString(MAX_NAME_BYTES, keys);
    length[0] = (byte) resource.length();
    key.add(length, 0, 1);
    resource.appendTo(key);
    return found;
  }

  /** Counts a span of an instance, if it is a call. */
  void add(int instance, SpanReader span) {
    if (instance == NONE || (span.kind() != SERVER && span.kind() != CONSUMER)) {
      return;
    }
    Calls into = calls[instance];
    long nanos = Math.max(0, span.durationNanos());
    into.count++;
    into.errors += span.statusCode() == ERROR ? 1 : 0;
    into.nanos += nanos;
    into.latencies.add(nanos);
  }

  /** Whether it holds as many instances and slots as it should. */
  boolean isFull() {
    return instances.size() >= MAX_GATHERED;
  }

  /** Hands on what was gathered, and forgets it; handles are void then. */
  public void flush(Consumer<TrafficRecord> out) {
    TrafficBatches batches = new TrafficBatches(out);
    for (int i = 0; i < instances.size(); i++) {
      if (calls[i].count > 0) {
        add(batches, ByteBuffer.wrap(instances.get(i)), calls[i]);
      }
      calls[i] = null;
    }
    if (instances.size() > 0) {
      instances.clear();
    }
    batches.finish();
  }

  private static void add(TrafficBatches batches, ByteBuffer key, Calls calls) {
    long slotMillis = key.getLong();
    String instanceId = name(key);
    String service = name(key);
    String namespace = name(key);
    Latencies latencies = calls.latencies.latencies();
    InstanceTraffic.Builder traffic =
        InstanceTraffic.newBuilder()
            .setInstanceId(instanceId)
            .setSlotUnixMillis(slotMillis)
            .setCalls(calls.count)
            .setErrors(calls.errors)
            .setNanos(calls.nanos);
    for (int i = 0; i < latencies.counts().length; i++) {
      traffic.addBuckets(latencies.buckets()[i]).addCounts(latencies.counts()[i]);
    }
    batches.add(namespace.isEmpty() ? "default" : namespace, service, traffic.build());
  }

  /** Invalid UTF-8 becomes U+FFFD. */
  private static String name(ByteBuffer key) {
    byte[] name = new byte[Byte.toUnsignedInt(key.get())];
    key.get(name);
    return new String(name, StandardCharsets.UTF_8);
  }
}

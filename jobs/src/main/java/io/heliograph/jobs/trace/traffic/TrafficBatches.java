/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.traffic;

import io.heliograph.jobs.keyed.Keys;
import io.heliograph.v1.InstanceTraffic;
import io.heliograph.v1.ServiceTraffic;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts the instances of a service together into records of at most {@value #MAX_BYTES} bytes, and
 * one instance (5 KB at most) beyond that.
 */
public final class TrafficBatches {
  static final int MAX_BYTES = 128 * 1024;

  private final Consumer<TrafficRecord> out;
  private final Map<String, Batch> open = new LinkedHashMap<>();

  private static final class Batch {
    private final ServiceTraffic.Builder traffic;
    private int bytes;

    Batch(String namespace, String service) {
      traffic = ServiceTraffic.newBuilder().setNamespace(namespace).setService(service);
    }
  }

  /** Batches that go to {@code out}. */
  public TrafficBatches(Consumer<TrafficRecord> out) {
    this.out = out;
  }

  /** Adds the traffic of an instance. */
  public void add(String namespace, String service, InstanceTraffic instance) {
    String key = Keys.of(namespace, service);
    Batch batch = open.computeIfAbsent(key, k -> new Batch(namespace, service));
    batch.traffic.addInstances(instance);
    batch.bytes += instance.getSerializedSize();
    if (batch.bytes >= MAX_BYTES) {
      send(key, batch);
      open.remove(key);
    }
  }

  /** Hands on what is left. */
  public void finish() {
    open.forEach(this::send);
    open.clear();
  }

  private void send(String key, Batch batch) {
    out.accept(
        new TrafficRecord(
            key.getBytes(StandardCharsets.UTF_8), batch.traffic.build().toByteArray()));
  }
}

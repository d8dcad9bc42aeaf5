/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import io.heliograph.jobs.records.PackedType;
import io.heliograph.jobs.records.TextType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the recent traffic of the instances of each service and compares them at the end of each
 * slot of log time, by {@link PeerRules}. Traffic that comes after its slot has left the window is
 * counted ({@code lateTraffic}) and forgotten.
 *
 * <p>Memory: {@value #MAX_INSTANCES} instances of a service are a sample that is large enough for
 * its medians. Those beyond are counted ({@code uncomparedTraffic}), have no standing, and are
 * judged by what they report.
 */
public final class PeerFunction extends KeyedProcessFunction<String, TrafficEvent, PeerStanding> {
  static final int MAX_INSTANCES = 4_096;

  /** Only where log time stands still is anything left after some minutes. */
  private static final Duration TTL = Duration.ofDays(1);

  private final int maxInstances;
  private transient PackedType<PeerTraffic> packed;
  private transient MapState<String, Object> instances;
  private transient ValueState<Service> service;
  private transient Counter late;
  private transient Counter uncompared;

  /**
   * Names the service whose key it is.
   *
   * @param instances how many are kept
   */
  public record Service(String namespace, String name, int instances) {}

  /** A function with the usual bound. */
  public PeerFunction() {
    this(MAX_INSTANCES);
  }

  PeerFunction(int maxInstances) {
    this.maxInstances = maxInstances;
  }

  @Override
  public void open(OpenContext context) {
    // in the background Flink would look through all instances of a service at each event
    StateTtlConfig ttl =
        StateTtlConfig.newBuilder(TTL).disableCleanupInBackground().cleanupFullSnapshot().build();
    packed = new PackedType<>(PeerTraffic.class, new PeerTrafficSerializer());
    MapStateDescriptor<String, Object> traffic =
        new MapStateDescriptor<>("instances", TextType.KEY, packed);
    traffic.enableTimeToLive(ttl);
    instances = getRuntimeContext().getMapState(traffic);
    ValueStateDescriptor<Service> name = new ValueStateDescriptor<>("service", Service.class);
    name.enableTimeToLive(ttl);
    service = getRuntimeContext().getState(name);
    late = getRuntimeContext().getMetricGroup().counter("lateTraffic");
    uncompared = getRuntimeContext().getMetricGroup().counter("uncomparedTraffic");
  }

  @Override
  public void processElement(TrafficEvent event, Context ctx, Collector<PeerStanding> out)
      throws Exception {
    long clock = Math.max(0, ctx.timerService().currentWatermark());
    long nextEnd = Slot.of(clock) + Slot.MILLIS;
    if (event.slotMillis() < nextEnd - PeerRules.WINDOW_MILLIS) {
      late.inc();
      return;
    }
    PeerTraffic known = packed.unpack(instances.get(event.instanceId()));
    if (known == null) {
      Service of = service.value();
      int count = of == null ? 0 : of.instances();
      if (count >= maxInstances) {
        uncompared.inc();
        return;
      }
      service.update(new Service(event.namespace(), event.service(), count + 1));
      known = PeerTraffic.NONE;
    } else if (known.knows(event)) {
      return;
    }
    PeerTraffic recent = known.since(nextEnd - PeerRules.WINDOW_MILLIS);
    instances.put(event.instanceId(), packed.pack(recent.plus(event)));
    ctx.timerService().registerEventTimeTimer(Math.max(nextEnd, event.slotMillis() + Slot.MILLIS));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext ctx, Collector<PeerStanding> out)
      throws Exception {
    Service of = service.value();
    if (of == null) {
      return;
    }
    List<Map.Entry<String, PeerTraffic>> known = new ArrayList<>(of.instances());
    for (Map.Entry<String, Object> entry : instances.entries()) {
      known.add(Map.entry(entry.getKey(), packed.unpack(entry.getValue())));
    }
    int left = 0;
    for (PeerRules.Result result : PeerRules.compare(known, timestamp)) {
      if (result.told()) {
        Standing standing = result.next().told();
        out.collect(new PeerStanding(of.namespace(), of.name(), result.instanceId(), standing));
      }
      if (result.next().idle()) {
        instances.remove(result.instanceId());
      } else {
        left++;
        if (result.changed()) { // slots that have left the window go with its next traffic
          instances.put(result.instanceId(), packed.pack(result.next()));
        }
      }
    }
    if (left == 0) {
      service.clear();
    } else {
      service.update(new Service(of.namespace(), of.name(), left));
      ctx.timerService().registerEventTimeTimer(timestamp + Slot.MILLIS);
    }
  }
}

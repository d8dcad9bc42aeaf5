/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.LifeSigns;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.Lifecycle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Signs of life of instances that wait to be told as heartbeats, of each instance the last. Holds
 * so many; beyond, those of other instances are counted and dropped. Thread-safe; never waits.
 */
final class LeaseBeats implements LifeSigns {
  /** Of the last beat of a registration, so that none counts that is read after it. */
  static final long LAST_SEQUENCE = Long.MAX_VALUE;

  private final int most;
  private final LongSupplier wallMillis;
  private final ReportOutcomes outcomes;
  private Map<Name, Sign> waiting = new LinkedHashMap<>();

  private record Name(ServiceName service, String id) {}

  /** Its owner was heard; with no next time, it has left. */
  private record Sign(Listed listed, long withinMillis, long atMillis) {}

  LeaseBeats(int most, LongSupplier wallMillis, ReportOutcomes outcomes) {
    this.most = most;
    this.wallMillis = wallMillis;
    this.outcomes = outcomes;
  }

  @Override
  public void heard(ServiceName service, Listed listed, long withinMillis) {
    add(service, new Sign(listed, withinMillis, wallMillis.getAsLong()));
  }

  @Override
  public void left(ServiceName service, Listed listed) {
    add(service, new Sign(listed, 0, wallMillis.getAsLong()));
  }

  private synchronized void add(ServiceName service, Sign sign) {
    Name name = new Name(service, sign.listed().instance().id());
    if (waiting.size() < most || waiting.containsKey(name)) {
      waiting.put(name, sign);
    } else {
      outcomes.crowdedOut.increment();
    }
  }

  /** Takes out all that wait. */
  List<Heartbeat> take() {
    Map<Name, Sign> taken;
    synchronized (this) {
      taken = waiting;
      waiting = new LinkedHashMap<>();
    }
    List<Heartbeat> beats = new ArrayList<>(taken.size());
    taken.forEach((name, sign) -> beats.add(beat(name.service(), sign)));
    return beats;
  }

  private static Heartbeat beat(ServiceName service, Sign sign) {
    Instance instance = sign.listed().instance();
    Heartbeat.Builder beat =
        Heartbeat.newBuilder()
            .setNamespace(service.namespace())
            .setService(service.service())
            .setInstanceId(instance.id())
            .setHost(instance.host())
            .setPort(instance.port())
            .setVersion(instance.version())
            .setGroup(instance.group())
            .setLane(instance.lane())
            .putAllTags(instance.tags())
            .setWeight(instance.weight())
            .setWarmupSeconds(instance.warmupSeconds())
            .setStartedUnixNano(nanos(sign.listed().registeredAtMillis()))
            .setTimeUnixNano(nanos(sign.atMillis()))
            .setLeased(true);
    Location at = instance.location();
    if (!at.equals(Location.UNKNOWN)) {
      beat.setLocation(
          io.heliograph.v1.Location.newBuilder()
              .setCity(at.city())
              .setCenter(at.center())
              .setRoom(at.room()));
    }
    if (sign.withinMillis() == 0) {
      return beat.setLifecycle(Lifecycle.LIFECYCLE_STOPPED).setSequence(LAST_SEQUENCE).build();
    }
    return beat.setLifecycle(Lifecycle.LIFECYCLE_SERVING)
        .setSequence(sign.atMillis())
        .setIntervalMs((int) sign.withinMillis())
        .build();
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import io.heliograph.jobs.keyed.Keys;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Traffic of an instance, told once.
 *
 * @param slotMillis start of the {@link Slot} of log time in which it was told
 * @param startedNanos of a heartbeat: start of the process; 0 for spans
 * @param sequence of a heartbeat: its number; 0 for spans, and for beats without numbers
 */
@TypeInfo(TrafficEventSerializer.Factory.class)
public record TrafficEvent(
    String namespace,
    String service,
    String instanceId,
    long slotMillis,
    long startedNanos,
    long sequence,
    Traffic traffic) {
  /** The key of the service's state. */
  public String key() {
    return Keys.of(namespace, service);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.trace.intake.Key.HOST_NAME;
import static io.heliograph.jobs.trace.intake.Key.LANE;
import static io.heliograph.jobs.trace.intake.Key.SERVICE_INSTANCE_ID;
import static io.heliograph.jobs.trace.intake.Key.SERVICE_NAME;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.Resource;
import io.heliograph.jobs.otlp.SpanReader;
import io.heliograph.jobs.otlp.Wire;
import javax.annotation.Nullable;

/** The instance of a service that sent the spans being read. Reused from resource to resource. */
final class Instance {
  private final Wire wire;
  private final Names names;
  private final KnownValues values;
  @Nullable private final TrafficTally traffic;
  private int service;
  private int host;
  private int lane;
  private long hash;
  private int calls;

  Instance(Wire wire, Names names, @Nullable TrafficTally traffic) {
    this.wire = wire;
    this.names = names;
    this.traffic = traffic;
    values = new KnownValues(wire);
  }

  void read(Resource resource) throws MalformedOtlpException {
    values.read(resource.attributes());
    service = name(SERVICE_NAME);
    host = name(SERVICE_INSTANCE_ID, HOST_NAME);
    lane = values.has(LANE) ? name(LANE) : SpanFields.NONE;
    calls = traffic == null ? TrafficTally.NONE : traffic.instance(values);
    hash = Fingerprint.of(wire, resource.message(), 0);
  }

  private int name(Key... keys) throws MalformedOtlpException {
    values.find(keys);
    return values.name(names);
  }

  /** Takes note of one of its spans. */
  void served(SpanReader span) {
    if (traffic != null) {
      traffic.add(calls, span);
    }
  }

  void copyTo(SpanFields span) {
    span.service = service;
    span.host = host;
    span.instanceLane = lane;
  }

  /** Of all that is said of the resource. */
  long hash() {
    return hash;
  }
}

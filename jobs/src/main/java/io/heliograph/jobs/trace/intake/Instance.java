/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.trace.intake.Key.HOST_NAME;
import static io.heliograph.jobs.trace.intake.Key.LANE;
import static io.heliograph.jobs.trace.intake.Key.SERVICE_INSTANCE_ID;
import static io.heliograph.jobs.trace.intake.Key.SERVICE_NAME;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.Resource;
import io.heliograph.jobs.otlp.Wire;

/** The instance of a service that sent the spans being read. Reused from resource to resource. */
final class Instance {
  private final Wire wire;
  private final Names names;
  private final KnownValues values;
  private int service;
  private int host;
  private int lane;
  private long hash;

  Instance(Wire wire, Names names) {
    this.wire = wire;
    this.names = names;
    values = new KnownValues(wire);
  }

  void read(Resource resource) throws MalformedOtlpException {
    values.read(resource.attributes());
    service = name(SERVICE_NAME);
    host = name(SERVICE_INSTANCE_ID, HOST_NAME);
    lane = values.has(LANE) ? name(LANE) : SpanFields.NONE;
    hash = Fingerprint.of(wire, resource.message(), 0);
  }

  private int name(Key... keys) throws MalformedOtlpException {
    values.find(keys);
    return values.name(names);
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import io.heliograph.jobs.otlp.AnyValue;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Resource;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Wire;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * Gathers the calls that instances served, from the spans of OTLP requests: those of kind SERVER
 * and CONSUMER. Of a resource without {@code service.name} or {@code service.instance.id} the spans
 * are not looked into; of others no more is read than kind, times and status.
 *
 * <p>Namespace is {@code service.namespace}, else {@code deployment.environment.name}, else {@code
 * deployment.environment} (its name before it became stable), else {@code default}: the first says
 * what an instance's heartbeats say, the others name an environment, which is what our namespaces
 * are for. Names over 255 bytes are refused, as those of heartbeats are.
 *
 * <p>Not thread safe.
 */
final class SpanTraffic {
  private static final byte[] INSTANCE = key("service.instance.id");
  private static final byte[] SERVICE = key("service.name");
  private static final byte[][] NAMESPACES = {
    key("service.namespace"), key("deployment.environment.name"), key("deployment.environment")
  };

  private static final int KIND = 6 << 3 | Wire.VARINT;
  private static final int START = 7 << 3 | Wire.I64;
  private static final int END = 8 << 3 | Wire.I64;
  private static final int STATUS = 15 << 3 | Wire.LEN;
  private static final int STATUS_CODE = 3 << 3 | Wire.VARINT;
  private static final int SERVER = 2;
  private static final int CONSUMER = 5;
  private static final int ERROR = 2;
  private static final int MAX_NAME_BYTES = 255;

  private final OtlpRequest request = new OtlpRequest();
  private final AnyValue any = new AnyValue();
  private final Slice value = new Slice();
  private final Map<Who, Calls> gathered = new LinkedHashMap<>();

  private final OtlpRequest.ItemReader items =
      new OtlpRequest.ItemReader() {
        @Override
        public void enterResource() throws MalformedOtlpException {
          calls = calls(request.resource());
        }

        @Override
        public void read() throws MalformedOtlpException {
          if (calls != null) {
            span(calls);
          }
        }
      };

  private long slotMillis;
  @Nullable private Calls calls;

  private record Who(String namespace, String service, String instanceId, long slotMillis) {}

  private static final class Calls {
    private final LatencyTally latencies = new LatencyTally();
    private long count;
    private long errors;
    private long nanos;

    Traffic traffic() {
      return new Traffic(0, 0, count, errors, nanos, latencies.latencies());
    }
  }

  /** What takes the traffic of an instance. */
  @FunctionalInterface
  interface Out {
    void accept(TrafficEvent event);
  }

  /**
   * Adds the spans of a request.
   *
   * @param exportRequest an {@code ExportTraceServiceRequest}; what precedes a damaged place in it
   *     stays added
   * @param logMillis log time of its record
   */
  void add(byte[] exportRequest, long logMillis) throws MalformedOtlpException {
    slotMillis = Slot.of(logMillis);
    request.read(exportRequest, items);
  }

  /** How many instances and slots it holds. */
  int size() {
    return gathered.size();
  }

  /** Hands on what was gathered, and forgets it. */
  void flush(Out out) {
    gathered.forEach(
        (who, calls) -> {
          if (calls.count > 0) {
            out.accept(
                new TrafficEvent(
                    who.namespace,
                    who.service,
                    who.instanceId,
                    who.slotMillis,
                    0,
                    0,
                    calls.traffic()));
          }
        });
    gathered.clear();
  }

  @Nullable private Calls calls(Resource resource) throws MalformedOtlpException {
    String instanceId = name(resource, INSTANCE);
    String service = instanceId.isEmpty() ? "" : name(resource, SERVICE);
    if (service.isEmpty()) {
      return null;
    }
    String namespace = "";
    for (int i = 0; i < NAMESPACES.length && namespace.isEmpty(); i++) {
      namespace = name(resource, NAMESPACES[i]);
    }
    Who who = new Who(namespace.isEmpty() ? "default" : namespace, service, instanceId, slotMillis);
    return gathered.computeIfAbsent(who, w -> new Calls());
  }

  /** The text of an attribute; empty if it has none that could be a name. */
  private String name(Resource resource, byte[] key) throws MalformedOtlpException {
    Wire wire = request.wire();
    if (!resource.attributes().find(key, value)) {
      return "";
    }
    Slice text = any.string(wire, value);
    return text == null || text.length() > MAX_NAME_BYTES
        ? ""
        : new String(wire.bytes(), text.from(), text.length(), StandardCharsets.UTF_8);
  }

  /** Kind comes before times and status on every sender's wire, so that most spans end here. */
  private void span(Calls into) throws MalformedOtlpException {
    Wire wire = request.wire();
    long kind = 0;
    long start = 0;
    long end = 0;
    boolean failed = false;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case KIND -> {
          kind = wire.varint();
          if (kind != SERVER && kind != CONSUMER) {
            return;
          }
        }
        case START -> start = wire.fixed64();
        case END -> end = wire.fixed64();
        case STATUS -> failed = failed(wire);
        default -> wire.skip(tag);
      }
    }
    if (kind == SERVER || kind == CONSUMER) {
      long nanos = Long.compareUnsigned(end, start) < 0 ? 0 : Math.max(0, end - start);
      into.count++;
      into.errors += failed ? 1 : 0;
      into.nanos += nanos;
      into.latencies.add(nanos);
    }
  }

  private static boolean failed(Wire wire) throws MalformedOtlpException {
    long code = 0;
    long mark = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      if (tag == STATUS_CODE) {
        code = wire.varint();
      } else {
        wire.skip(tag);
      }
    }
    wire.leave(mark);
    return code == ERROR;
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

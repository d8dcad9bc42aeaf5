/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.events;

import com.google.protobuf.MessageLite;
import io.heliograph.gateway.wire.Reason;
import io.heliograph.gateway.wire.Rejected;
import io.heliograph.gateway.wire.Rejections;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of one batch, sorted into those to publish and those refused. */
final class Checked {
  /** Largest event. */
  static final int MAX_EVENT_BYTES = 64 * 1024;

  private static final int FIRST_REJECTIONS = 16;

  /** Refused events are grouped by field. */
  record Place(Signal signal, String field) {}

  private final Map<Signal, Long> accepted = new EnumMap<>(Signal.class);
  private final Map<Place, Rejected> rejected = new LinkedHashMap<>();
  private final List<Rejection> first = new ArrayList<>();

  <T extends MessageLite> void sort(EventKind<T> kind, List<T> events, EventFragments fragments) {
    for (int i = 0; i < events.size(); i++) {
      T event = events.get(i);
      Fault fault = fault(kind, event);
      if (fault == null) {
        accepted.merge(kind.signal(), 1L, Long::sum);
        fragments.add(kind.key().apply(event), event);
      } else {
        reject(kind.signal(), i, event, fault);
      }
    }
  }

  private static <T extends MessageLite> Fault fault(EventKind<T> kind, T event) {
    int bytes = event.getSerializedSize();
    return bytes > MAX_EVENT_BYTES
        ? new Fault("", "event must be at most " + MAX_EVENT_BYTES + " bytes, has " + bytes)
        : kind.rule().apply(event);
  }

  private void reject(Signal signal, int index, MessageLite event, Fault fault) {
    if (first.size() < FIRST_REJECTIONS) {
      first.add(
          Rejection.newBuilder()
              .setSignal(signal.label())
              .setIndex(index)
              .setField(fault.field())
              .setReason(fault.reason())
              .build());
    }
    Place place = new Place(signal, fault.field());
    Rejected known = rejected.get(place);
    rejected.put(
        place,
        known == null
            ? group(event, fault)
            : new Rejected(known.reason(), known.detail(), known.count() + 1, known.sample()));
  }

  private static Rejected group(MessageLite event, Fault fault) {
    byte[] bytes = event.toByteArray();
    String detail = (fault.field() + " " + fault.reason()).strip();
    return new Rejected(
        new Reason(fault.field().isEmpty() ? "too_large" : fault.field(), detail, false),
        detail,
        1,
        Arrays.copyOf(bytes, Math.min(bytes.length, Rejections.SAMPLE_BYTES)));
  }

  Map<Signal, Long> accepted() {
    return accepted;
  }

  Map<Place, Rejected> rejected() {
    return rejected;
  }

  /** The first of the rejections, as the protocol answers them. */
  List<Rejection> first() {
    return first;
  }

  long acceptedTotal() {
    return accepted.values().stream().mapToLong(Long::longValue).sum();
  }

  long rejectedTotal() {
    return rejected.values().stream().mapToLong(Rejected::count).sum();
  }
}

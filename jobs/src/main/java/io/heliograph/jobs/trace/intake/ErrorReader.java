/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.trace.intake.Key.ERROR_TYPE;
import static io.heliograph.jobs.trace.intake.Key.EXCEPTION_MESSAGE;
import static io.heliograph.jobs.trace.intake.Key.EXCEPTION_TYPE;
import static io.heliograph.jobs.trace.intake.Key.HTTP_RESPONSE_STATUS_CODE;
import static io.heliograph.jobs.trace.intake.Key.HTTP_STATUS_CODE;
import static io.heliograph.jobs.trace.intake.Key.RPC_GRPC_STATUS_CODE;
import static io.heliograph.jobs.trace.intake.Key.RPC_RESPONSE_STATUS_CODE;

import io.heliograph.jobs.otlp.Attributes;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Slices;
import io.heliograph.jobs.otlp.SpanReader;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.jobs.trace.analysis.ErrorKinds;
import io.heliograph.jobs.trace.model.ErrorKind;
import java.nio.charset.StandardCharsets;

/**
 * What kind of error a span ended in. Its last exception stands in where {@code error.type} or the
 * status message is missing.
 */
final class ErrorReader {
  private static final long STATUS_ERROR = 2;
  private static final int EVENT_ATTRIBUTES = 3 << 3 | Wire.LEN;
  private static final Key[] GRPC = {RPC_GRPC_STATUS_CODE, RPC_RESPONSE_STATUS_CODE};
  private static final Key[] HTTP = {HTTP_RESPONSE_STATUS_CODE, HTTP_STATUS_CODE};

  private final Wire wire;
  private final Attributes eventAttributes;
  private final KnownValues eventValues;

  ErrorReader(Wire wire) {
    this.wire = wire;
    eventAttributes = new Attributes(wire);
    eventValues = new KnownValues(wire);
  }

  ErrorKind read(SpanReader span, KnownValues values) throws MalformedOtlpException {
    if (span.statusCode() != STATUS_ERROR) {
      return ErrorKind.NONE;
    }
    String type = text(values, ERROR_TYPE);
    String message = text(span.statusMessage());
    if ((type.isEmpty() || message.isEmpty()) && readException(span.events())) {
      type = type.isEmpty() ? text(eventValues, EXCEPTION_TYPE) : type;
      message = message.isEmpty() ? text(eventValues, EXCEPTION_MESSAGE) : message;
    }
    return ErrorKinds.of(true, text(values, GRPC), text(values, HTTP), type, message);
  }

  /** Reads the attributes of the last event that has those of an exception. */
  private boolean readException(Slices events) throws MalformedOtlpException {
    for (int i = events.size() - 1; i >= 0; i--) {
      eventAttributes.clear();
      long mark = wire.enter(events, i);
      while (wire.more()) {
        int tag = wire.tag();
        if (tag == EVENT_ATTRIBUTES) {
          eventAttributes.read();
        } else {
          wire.skip(tag);
        }
      }
      wire.leave(mark);
      eventValues.read(eventAttributes);
      if (eventValues.has(EXCEPTION_TYPE) || eventValues.has(EXCEPTION_MESSAGE)) {
        return true;
      }
    }
    return false;
  }

  private static String text(KnownValues values, Key... keys) throws MalformedOtlpException {
    return values.find(keys) ? values.string() : "";
  }

  private String text(Slice slice) {
    return new String(wire.bytes(), slice.from(), slice.length(), StandardCharsets.UTF_8);
  }
}

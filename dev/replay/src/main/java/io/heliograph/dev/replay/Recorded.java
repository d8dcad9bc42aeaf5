/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;

/** An item of a recording, ready to be sent but for its place in time. */
sealed interface Recorded {
  /** When it was recorded, in ns since 1970. */
  long timeUnixNano();

  /** Bytes it adds to a request, about. */
  int bytes();

  /** A span to send over OTLP. */
  record OfSpan(long timeUnixNano, Origin origin, Span span) implements Recorded {
    @Override
    public int bytes() {
      return span.getSerializedSize() + 4;
    }
  }

  /** A log record to send over OTLP. */
  record OfLog(long timeUnixNano, Origin origin, LogRecord log) implements Recorded {
    @Override
    public int bytes() {
      return log.getSerializedSize() + 4;
    }
  }

  /** A span in Zipkin v2 JSON. */
  record OfZipkin(long timeUnixNano, String json) implements Recorded {
    @Override
    public int bytes() {
      return json.length() + 1;
    }
  }
}

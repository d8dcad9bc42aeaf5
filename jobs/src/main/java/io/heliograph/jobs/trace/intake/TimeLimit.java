/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.trace.intake.Key.DB_CLIENT_TIMEOUT_MS;
import static io.heliograph.jobs.trace.intake.Key.ENVOY_TIMEOUT_MS;
import static io.heliograph.jobs.trace.intake.Key.HTTP_CLIENT_TIMEOUT_MS;
import static io.heliograph.jobs.trace.intake.Key.HTTP_GRPC_TIMEOUT;
import static io.heliograph.jobs.trace.intake.Key.RPC_GRPC_TIMEOUT;
import static io.heliograph.jobs.trace.intake.Key.RPC_GRPC_TIMEOUT_MS;
import static io.heliograph.jobs.trace.intake.Key.RPC_TIMEOUT;
import static io.heliograph.jobs.trace.intake.Key.RPC_TIMEOUT_MS;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.trace.model.SpanKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tightest time limit that a client's attributes name. The conventions have no attribute for
 * one, so these are read: milliseconds in {@code rpc.timeout_ms}, {@code rpc.grpc.timeout_ms},
 * {@code http.client.timeout_ms}, {@code db.client.timeout_ms}, and the request headers, where an
 * instrumentation is told to record them, of gRPC ({@code grpc-timeout: 250m}, <a
 * href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">PROTOCOL-HTTP2</a>) and
 * Envoy ({@code x-envoy-expected-rq-timeout-ms}). What is no positive number counts as not said.
 */
final class TimeLimit {
  private static final Key[] MILLIS = {
    RPC_TIMEOUT_MS,
    RPC_GRPC_TIMEOUT_MS,
    HTTP_CLIENT_TIMEOUT_MS,
    DB_CLIENT_TIMEOUT_MS,
    ENVOY_TIMEOUT_MS
  };
  private static final Key[] WITH_UNIT = {RPC_GRPC_TIMEOUT, RPC_TIMEOUT, HTTP_GRPC_TIMEOUT};
  private static final long ANY = Key.set(MILLIS) | Key.set(WITH_UNIT);

  /** Headers are recorded as arrays, which have become JSON. */
  private static final Pattern NUMBER =
      Pattern.compile("(?:\\[\"?)?([0-9]{1,18}(?:\\.[0-9]{1,18})?)([HMSmun]?)(?:[\",\\]].*)?");

  private static final double NANOS_PER_MILLI = 1e6;

  private long nanos;
  private Key setting;

  /** The limit in nanoseconds; 0 for none. */
  long nanos() {
    return nanos;
  }

  /** The attribute that names it. */
  Key setting() {
    return setting;
  }

  /** Whether there is one. */
  boolean read(KnownValues values, SpanKind kind) throws MalformedOtlpException {
    nanos = 0;
    if (!values.hasAny(ANY) || (kind != SpanKind.CLIENT && kind != SpanKind.PRODUCER)) {
      return false;
    }
    for (Key key : MILLIS) {
      take(values, key, false);
    }
    for (Key key : WITH_UNIT) {
      take(values, key, true);
    }
    return nanos > 0;
  }

  private void take(KnownValues values, Key key, boolean withUnit) throws MalformedOtlpException {
    if (!values.find(key)) {
      return;
    }
    Matcher matcher = NUMBER.matcher(values.string());
    if (!matcher.matches() || matcher.group(2).isEmpty() == withUnit) {
      return;
    }
    double unit = withUnit ? nanosPer(matcher.group(2)) : NANOS_PER_MILLI;
    long limit = (long) (Double.parseDouble(matcher.group(1)) * unit); // saturates
    if (limit > 0 && (nanos == 0 || limit < nanos)) {
      nanos = limit;
      setting = key;
    }
  }

  private static double nanosPer(String unit) {
    return switch (unit) {
      case "H" -> 3600e9;
      case "M" -> 60e9;
      case "S" -> 1e9;
      case "m" -> NANOS_PER_MILLI;
      case "u" -> 1e3;
      default -> 1;
    };
  }
}

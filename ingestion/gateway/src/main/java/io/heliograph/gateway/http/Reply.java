/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.http;

import io.heliograph.gateway.intake.Outcome.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP answer. */
@SuppressWarnings("ArrayRecordComponent") // written, never compared
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
  static final String TEXT = "text/plain; charset=utf-8";

  static Reply text(int status, String message) {
    return new Reply(status, TEXT, message.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  Reply with(String header, String value) {
    return new Reply(status, contentType, body, Map.of(header, value));
  }

  /** The status of a refusal, and when to try again. */
  static Reply refused(Refused refused, String contentType, byte[] body) {
    int status =
        switch (refused.refusal()) {
          case MALFORMED -> 400;
          case TOO_LARGE -> 413;
          case BUSY -> 429;
          case UNAVAILABLE -> 503;
          case INTERNAL -> 500;
        };
    Reply reply = new Reply(status, contentType, body, Map.of());
    int seconds = (refused.retryAfterMillis() + 999) / 1_000;
    return refused.refusal().retryable()
        ? reply.with("Retry-After", String.valueOf(seconds))
        : reply;
  }
}

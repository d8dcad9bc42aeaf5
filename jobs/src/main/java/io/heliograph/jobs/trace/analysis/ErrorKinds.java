/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.ErrorKind;

/**
 * What kind of error a span's attributes tell of. A status code decides before words do: gRPC's 4
 * and 1 (its status codes are listed in grpc/doc/statuscodes.md), HTTP's 408 and 504 (RFC 9110),
 * and 499, which proxies log for a client that went away. Words are looked for in {@code
 * error.type}, then in the first {@value TemplateText#READ} characters of the status message, in
 * any case of letters.
 */
public final class ErrorKinds {
  private static final String[] TIMEOUT = {"timeout", "timed out", "timedout", "deadline"};
  private static final String[] CANCELLED = {"cancel"};

  private ErrorKinds() {}

  /**
   * @param failed whether the span's status is an error; if not, nothing else is looked at
   * @param grpcStatus code or name; empty if none, like the others
   */
  public static ErrorKind of(
      boolean failed,
      String grpcStatus,
      String httpStatus,
      String errorType,
      String statusMessage) {
    if (!failed) {
      return ErrorKind.NONE;
    }
    ErrorKind told = ofGrpc(grpcStatus);
    if (told == ErrorKind.FAILURE) {
      told = ofHttp(httpStatus);
    }
    if (told == ErrorKind.FAILURE) {
      told = ofWords(errorType);
    }
    return told == ErrorKind.FAILURE ? ofWords(statusMessage) : told;
  }

  private static ErrorKind ofGrpc(String status) {
    return switch (status) {
      case "4", "DEADLINE_EXCEEDED" -> ErrorKind.TIMEOUT;
      case "1", "CANCELLED" -> ErrorKind.CANCELLED;
      default -> ErrorKind.FAILURE;
    };
  }

  private static ErrorKind ofHttp(String status) {
    return switch (status) {
      case "408", "504" -> ErrorKind.TIMEOUT;
      case "499" -> ErrorKind.CANCELLED;
      default -> ErrorKind.FAILURE;
    };
  }

  private static ErrorKind ofWords(String text) {
    int end = Math.min(text.length(), TemplateText.READ);
    if (hasAny(text, end, TIMEOUT)) {
      return ErrorKind.TIMEOUT;
    }
    return hasAny(text, end, CANCELLED) ? ErrorKind.CANCELLED : ErrorKind.FAILURE;
  }

  private static boolean hasAny(String text, int end, String[] words) {
    for (String word : words) {
      char first = word.charAt(0);
      for (int i = 0; i + word.length() <= end; i++) {
        if ((text.charAt(i) | 0x20) == first
            && text.regionMatches(true, i, word, 0, word.length())) {
          return true;
        }
      }
    }
    return false;
  }
}

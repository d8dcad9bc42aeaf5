/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import java.io.IOException;

/** A fragment is no well-formed OTLP message. Carries no stack trace: its place is in the bytes. */
public final class MalformedOtlpException extends IOException {
  MalformedOtlpException(String reason, int position) {
    super("malformed OTLP: " + reason + " at byte " + position);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public Throwable fillInStackTrace() {
    return this;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.io.IOException;

/** Bytes are no block of spans. Carries no stack trace: its place is in the bytes. */
public final class MalformedBlockException extends IOException {
  MalformedBlockException(String reason, int position) {
    super("malformed block of spans: " + reason + " at byte " + position);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public Throwable fillInStackTrace() {
    return this;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

/** The log cannot be written now; the message says why, and whether the change may still come. */
public final class LogUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  LogUnavailableException(String message) {
    super(message);
  }

  /** Of a change that may be in the log, or yet come into it. */
  static LogUnavailableException unconfirmed(String why) {
    return new LogUnavailableException(
        ("Kafka has not confirmed it (%s): it may still take effect, so read the document"
                + " again before you repeat it")
            .formatted(why));
  }
}

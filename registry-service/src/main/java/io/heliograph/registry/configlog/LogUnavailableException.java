/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

/** The log cannot be written now; the message says why, and whether the change may still come. */
public final class LogUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  LogUnavailableException(String message) {
    super(message);
  }
}

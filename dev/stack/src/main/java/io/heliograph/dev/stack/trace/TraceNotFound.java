/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

/** No trace can be shown; the message says why, and what to do. */
public final class TraceNotFound extends Exception {
  private static final long serialVersionUID = 1;

  TraceNotFound(String message) {
    super(message);
  }
}

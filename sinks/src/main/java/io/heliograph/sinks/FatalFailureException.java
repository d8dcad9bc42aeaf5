/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;

/** A failure that no retry mends. It fails the job, which loses nothing by it. */
final class FatalFailureException extends IOException {
  private static final long serialVersionUID = 1;

  FatalFailureException(String message, Throwable cause) {
    super(message, cause);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.io.IOException;

/** The JobManager answered, but not with what was asked for. */
public final class FlinkRestException extends IOException {
  private static final long serialVersionUID = 1;
  private final int status;

  FlinkRestException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status of the answer; 200 if an asynchronous operation failed. */
  public int status() {
    return status;
  }
}

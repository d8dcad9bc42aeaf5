/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;

/** ClickHouse answered an insert with an error. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /** When the answer names no exception code, such as that of a proxy. */
  static final int NO_CODE = 0;

  private final int status;
  private final int code;

  RefusedException(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** ClickHouse's exception code, or NO_CODE. */
  int code() {
    return code;
  }
}

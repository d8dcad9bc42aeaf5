/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

/** ClickHouse understood a statement and refused it. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  RefusedException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** ClickHouse's error code, or 0 when it gave none. */
  public int code() {
    return code;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

/** The database's history and this build's migrations contradict each other; nothing was done. */
public final class EditedHistoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EditedHistoryException(String message) {
    super(message);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;

/** Carries inserts to ClickHouse, one attempt a call. Called by several threads at a time. */
interface InsertClient {
  /**
   * Returns once ClickHouse has stored the rows, or has dropped them as a repeat of the token.
   *
   * @throws RefusedException if ClickHouse answered with an error
   * @throws IOException if it is not known whether it has stored them
   */
  void insert(InsertRequest request) throws IOException, InterruptedException;
}

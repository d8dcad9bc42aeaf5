/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import javax.annotation.Nullable;

/** Where skeletons are kept. */
interface TraceStore {
  /** The skeleton of a trace, encoded; null if there is none, or no longer. */
  @Nullable byte[] skeleton(TraceId id) throws Exception;

  /** Keeps or replaces a skeleton. */
  void keep(TraceId id, byte[] skeleton) throws Exception;
}

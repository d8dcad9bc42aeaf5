/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.heliograph.v1.Load;

/** What an instance measures of itself, read once for each heartbeat on the heartbeat thread. */
@FunctionalInterface
public interface LoadSource {
  /** The load since the previous call. May throw: the beat then goes out without a load. */
  Load read();
}

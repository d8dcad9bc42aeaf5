/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.util.Optional;

/** Asks a process whether it does its work. */
@FunctionalInterface
public interface HealthCheck {
  /**
   * Asks once and answers within a few seconds.
   *
   * @return what is wrong, or nothing if all is well
   */
  Optional<String> problem() throws InterruptedException;
}

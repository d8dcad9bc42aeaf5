/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings for a command that talks to the stack: as it was started, where it runs. */
final class RunningStack {
  private RunningStack() {}

  static StackSettings settings(Map<String, String> env) throws IOException {
    StackSettings own = StackSettings.from(env);
    Optional<SupervisorFile> running = SupervisorFile.running(own.data());
    if (running.isEmpty()) {
      return own;
    }
    Map<String, String> merged = new HashMap<>(running.get().environment());
    merged.putAll(env);
    return StackSettings.from(merged);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.util.function.Consumer;

/** An endpoint that takes batches. */
interface Receiver extends AutoCloseable {
  /** Makes one attempt; the answer comes exactly once, on any thread, and not from this call. */
  void send(Batch batch, Consumer<Answer> answer);

  @Override
  void close();
}

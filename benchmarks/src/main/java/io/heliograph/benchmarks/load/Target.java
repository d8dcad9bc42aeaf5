/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.util.function.Consumer;

/** Something that takes spans. The answer comes exactly once, on a thread of the target's. */
public interface Target extends AutoCloseable {
  /**
   * What the target said of a request.
   *
   * @param rejected spans it refused for good
   * @param retry whether the whole request is to be sent again later
   * @param failure empty, or why nothing was taken
   */
  record Answer(long rejected, boolean retry, String failure) {
    static Answer taken(long rejected) {
      return new Answer(rejected, false, "");
    }

    static Answer retryLater(String why) {
      return new Answer(0, true, why);
    }

    static Answer failed(String why) {
      return new Answer(0, false, why);
    }
  }

  void send(Body body, Consumer<Answer> answered);

  @Override
  void close();
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.dev.flink.FlinkRest;
import io.heliograph.dev.stack.HeliographStack;
import java.io.IOException;

/** What the JobManager says. */
final class FlinkView {
  private FlinkView() {}

  /** How often the present life of a job was set back to a checkpoint. */
  static long restores(HeliographStack stack, String name) throws IOException {
    for (JsonNode job : stack.status().path("jobs")) {
      if (job.path("name").asText().equals(name)) {
        return new FlinkRest(stack.settings().flink())
            .checkpoints(job.path("id").asText())
            .restores();
      }
    }
    throw new AssertionError("there is no job " + name + ": " + stack.status());
  }
}

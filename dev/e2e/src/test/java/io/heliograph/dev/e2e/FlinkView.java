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
    return rest(stack).checkpoints(id(stack, name)).restores();
  }

  /** The sum of a metric over the subtasks of a job; 0 as long as none reports it. */
  static long sumOfMetric(HeliographStack stack, String name, String metric) throws IOException {
    return rest(stack).sumOfMetric(id(stack, name), metric).orElse(0);
  }

  private static FlinkRest rest(HeliographStack stack) {
    return new FlinkRest(stack.settings().flink());
  }

  private static String id(HeliographStack stack, String name) {
    for (JsonNode job : stack.status().path("jobs")) {
      if (job.path("name").asText().equals(name)) {
        return job.path("id").asText();
      }
    }
    throw new AssertionError("there is no job " + name + ": " + stack.status());
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The running stack, as {@code ./heliograph status --json} tells it. */
record Stack(Map<String, Long> pids) {
  /**
   * Asks the command.
   *
   * @param root the checkout
   * @throws IOException if there is no healthy stack, with what the command said
   */
  static Stack ask(Path root) throws IOException, InterruptedException {
    Process status =
        new ProcessBuilder("./heliograph", "status", "--json")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode answer;
    try (InputStream out = status.getInputStream()) {
      answer = new ObjectMapper().readTree(out);
    }
    if (status.waitFor() != 0) {
      throw new IOException("the stack is not healthy: start it with ./heliograph up --detach");
    }
    return of(answer);
  }

  static Stack of(JsonNode status) {
    Map<String, Long> pids = new LinkedHashMap<>();
    for (JsonNode process : status.path("processes")) {
      if (process.path("pid").asLong() > 0) {
        pids.put(process.path("name").asText(), process.path("pid").asLong());
      }
    }
    if (status.path("supervisorPid").asLong() > 0) {
      pids.put("supervisor", status.path("supervisorPid").asLong());
    }
    return new Stack(pids);
  }

  /** The process of this name; 0 if it is not ours. */
  long pid(String name) {
    return pids.getOrDefault(name, 0L);
  }
}

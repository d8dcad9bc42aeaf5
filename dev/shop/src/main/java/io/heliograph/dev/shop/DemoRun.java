/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What is known of a demo without asking afterwards.
 *
 * @param id what the ids of its config releases start with
 * @param fromMillis when the shop began to start, in ms since 1970
 * @param loadFromMillis when it was warm
 * @param toMillis when the load ended
 * @param windows the faults as they happened
 * @param load what the customers saw
 * @param instances as the pipeline saw them while the shop was still open
 */
record DemoRun(
    String id,
    long fromMillis,
    long loadFromMillis,
    long toMillis,
    List<Window> windows,
    LoadGenerator.Counts load,
    List<JsonNode> instances) {

  double loadSeconds() {
    return Math.max(1, (toMillis - loadFromMillis) / 1e3);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

/** What one checkpoint of one subtask inserts once it is complete. */
public final class SinkCommittable {
  SinkCommittable() {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

/** Something that is done once at the start: topics, migrations, jobs. */
record StepStatus(String name, State state, String detail) {
  /** How far it is. */
  enum State {
    WAITING,
    RUNNING,
    DONE,
    FAILED
  }
}

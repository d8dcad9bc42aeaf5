/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

/** Where a kept process is in its life. */
public enum ProcessState {
  /** Not started yet: something it depends on is missing. */
  WAITING,
  /** Runs, has not been healthy since. */
  STARTING,
  /** Answers its health check. */
  HEALTHY,
  /** Was healthy, runs, does not answer now. */
  UNHEALTHY,
  /** Died, is started again after a pause. */
  BACKOFF,
  /** Killed on request, stays down until it is released. */
  HELD,
  /** Was asked to end. */
  STOPPING,
  /** Ended on request. */
  STOPPED,
  /** Could not be started the first time; nobody tries again. */
  FAILED
}

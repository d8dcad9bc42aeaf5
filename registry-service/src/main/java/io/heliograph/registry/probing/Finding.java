/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

/**
 * What a probe found.
 *
 * @param detail in words, {@value #MAX_DETAIL} characters at most; never what the instance sent but
 *     for its status
 */
record Finding(Outcome outcome, String detail, long latencyNanos) {
  static final int MAX_DETAIL = 200;

  /** What came of it. */
  enum Outcome {
    /** It is well. */
    OK,
    /** It refuses, or says that it is not well. */
    FAILED,
    /** It has not answered in time. */
    TIMEOUT,
    /** It was not probed after all, for a reason of this node's: says nothing of the instance. */
    SKIPPED
  }

  Finding {
    detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL - 1) + "…";
  }
}

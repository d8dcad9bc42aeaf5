/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

/** How a span ended, as far as blame is concerned. */
public enum ErrorKind {
  /** No error. */
  NONE,
  /** It waited no longer: a deadline, a timeout. */
  TIMEOUT,
  /** Its caller waited no longer, and said so. */
  CANCELLED,
  /** Any other error. */
  FAILURE
}

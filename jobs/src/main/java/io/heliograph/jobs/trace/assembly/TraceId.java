/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

/**
 * Both halves of a trace's 128-bit id; two traces may share one of them.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record TraceId(long high, long low) {
  @Override
  public int hashCode() {
    long mixed = (high * 0x9E3779B97F4A7C15L ^ low) * 0xC2B2AE3D27D4EB4FL;
    return (int) (mixed >>> 32);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TraceId id && low == id.low && high == id.high;
  }
}

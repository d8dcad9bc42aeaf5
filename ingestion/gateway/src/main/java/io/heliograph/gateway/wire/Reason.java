/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

/**
 * Why a record is refused.
 *
 * @param label one of a small fixed set, for metrics
 * @param text names the field and the limit, for the sender
 * @param counted whether the offending number (a length, a time) helps to understand the text
 */
public record Reason(String label, String text, boolean counted) {
  /** The text with the number that broke the rule. */
  public String describe(long value) {
    return counted ? text + " (has " + Long.toUnsignedString(value) + ")" : text;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A trace's id as a person gives it: 32 hexadecimal digits in any case, or their beginning.
 *
 * @param digits in lower case, 8 to 32 of them
 */
public record TraceId(String digits) {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8,32}");

  public TraceId {
    digits = digits.strip().toLowerCase(Locale.ROOT);
    if (!DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no trace id: give its 32 hexadecimal digits, or at least the first 8"
              .formatted(digits));
    }
  }

  /**
   * The same id as a 64-bit id is stored, with zeros in front; only 16 digits can be such an id.
   */
  String padded() {
    return digits.length() == 16 ? "0".repeat(16) + digits : digits;
  }
}

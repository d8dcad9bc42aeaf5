/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Turns recorded ids into ids that OTLP allows. Hex of the right length stays what it is; anything
 * else, and all zeros, becomes the first bytes of its SHA-256, always the same.
 */
final class Ids {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  private Ids() {}

  static ByteString traceId(String recorded) {
    return id(recorded, TRACE_BYTES);
  }

  static ByteString spanId(String recorded) {
    return id(recorded, SPAN_BYTES);
  }

  private static ByteString id(String recorded, int bytes) {
    if (isHex(recorded, bytes * 2)) {
      return ByteString.copyFrom(HexFormat.of().parseHex(recorded));
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return ByteString.copyFrom(sha.digest(recorded.getBytes(StandardCharsets.UTF_8)), 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isHex(String text, int digits) {
    if (text.length() != digits) {
      return false;
    }
    boolean zero = true;
    for (int i = 0; i < digits; i++) {
      char c = text.charAt(i);
      if (!HexFormat.isHexDigit(c)) {
        return false;
      }
      zero &= c == '0';
    }
    return !zero;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import io.heliograph.protocol.FragmentHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Where a request came from.
 *
 * @param receiver one of a small fixed set, for metrics
 * @param peer address of the sender
 * @param idempotencyKey chosen by the sender; empty if it gave none
 */
public record Origin(String receiver, String peer, String idempotencyKey) {
  /**
   * Sets the ordinal of a later fragment apart from the key. No key may contain it, so that no
   * client's key equals a key made here.
   */
  private static final char SEPARATOR = '\u001f';

  /** What is wrong with the key; null if it is in order. */
  String keyFault() {
    int bytes = idempotencyKey.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > FragmentHeaders.MAX_KEY_BYTES) {
      return FragmentHeaders.CLIENT_IDEMPOTENCY_KEY
          + " must be at most "
          + FragmentHeaders.MAX_KEY_BYTES
          + " bytes (has "
          + bytes
          + ")";
    }
    boolean control = idempotencyKey.chars().anyMatch(c -> c < ' ');
    return control
        ? FragmentHeaders.CLIENT_IDEMPOTENCY_KEY + " must not contain control characters"
        : null;
  }

  /**
   * The key of the request's nth fragment on a partition: jobs drop a fragment whose key they saw
   * on its partition, so each must have its own, and the same one when the request is sent again.
   * Empty if there is no key. Like any key it has at most {@value FragmentHeaders#MAX_KEY_BYTES}
   * bytes, as jobs ignore longer ones.
   */
  public String keyOf(int ordinal) {
    if (idempotencyKey.isEmpty() || ordinal == 0) {
      return idempotencyKey;
    }
    byte[] key = (idempotencyKey + SEPARATOR + ordinal).getBytes(StandardCharsets.UTF_8);
    return key.length <= FragmentHeaders.MAX_KEY_BYTES
        ? new String(key, StandardCharsets.UTF_8)
        : SEPARATOR + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(key));
  }

  private static byte[] sha256(byte[] key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  String source() {
    return peer + " refused by gateway, " + receiver;
  }
}

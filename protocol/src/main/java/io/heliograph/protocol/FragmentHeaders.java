/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Kafka headers of a fragment: the part of one accepted request that goes to one partition. Both
 * are optional, so that the OpenTelemetry Collector's Kafka exporter can feed the same topics.
 */
public final class FragmentHeaders {
  /**
   * How many spans, log records, data points or events the sender says are inside, as decimal
   * ASCII. The jobs count {@code accepted} by this claim, not by what they decoded, so that a
   * record lost in decoding shows in the ledger.
   */
  public static final String ITEMS = "heliograph-items";

  /**
   * The sender's idempotency key, UTF-8, at most {@value #MAX_KEY_BYTES} bytes. A fragment whose
   * key was seen on its partition within the last 10 minutes is a repeat: counted, not stored.
   */
  public static final String IDEMPOTENCY_KEY = "heliograph-idempotency-key";

  /**
   * Name of the gRPC metadata entry and HTTP header in which a client sends its idempotency key.
   */
  public static final String CLIENT_IDEMPOTENCY_KEY = "idempotency-key";

  /** Limit of an idempotency key. */
  public static final int MAX_KEY_BYTES = 64;

  private FragmentHeaders() {}

  /** Encodes an item count. */
  public static byte[] items(int count) {
    return Integer.toString(count).getBytes(StandardCharsets.US_ASCII);
  }

  /** Decodes an item count; -1 if the header is absent or not a number from 0 to 2^31-1. */
  public static int items(byte[] header) {
    if (header == null || header.length == 0 || header.length > 10) {
      return -1;
    }
    long count = 0;
    for (byte b : header) {
      if (b < '0' || b > '9') {
        return -1;
      }
      count = count * 10 + (b - '0');
    }
    return count > Integer.MAX_VALUE ? -1 : (int) count;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

/**
 * How much is held for clients of xDS.
 *
 * @param maxStreams how many clients at once
 * @param maxNames how many resources one client may ask for, of one type
 * @param maxSubscriptions how many resources all clients may ask for together; a service is four
 * @param maxEndpointBytes of lists of endpoints that are kept for the next client at the same
 *     place; what does not fit is made anew for each client
 * @param maxAnswerBytes of large answers that clients have yet to acknowledge, and of those that
 *     they have not acknowledged in time
 * @param takeMillis how long they have for that until the next takes its turn
 */
record XdsLimits(
    int maxStreams,
    int maxNames,
    int maxSubscriptions,
    long maxEndpointBytes,
    long maxAnswerBytes,
    long takeMillis) {
  /** An answer of more than that is large. */
  static final int LARGE_BYTES = 16 << 10;

  private static final int MOST_STREAMS = 20_000;
  private static final int MOST_NAMES = 1_000;

  /** A client with its connection, and one resource that it asks for. */
  private static final long STREAM_BYTES = 16 << 10;

  private static final long SUBSCRIPTION_BYTES = 400;

  /**
   * Clients acknowledge what they read at once, and take what they are not told in 15 s for absent.
   */
  private static final long TAKE_MILLIS = 3_000;

  /**
   * A quarter of the heap: a half of it for streams, the rest for what they ask for. Answers that
   * are under way are outside of it, in as much as a quarter of its size.
   */
  static XdsLimits ofHeap(long bytes) {
    return new XdsLimits(
        (int) Math.min(MOST_STREAMS, bytes / 8 / STREAM_BYTES),
        MOST_NAMES,
        (int) Math.min(Integer.MAX_VALUE, bytes / 16 / SUBSCRIPTION_BYTES),
        bytes / 16,
        bytes / 8,
        TAKE_MILLIS);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import java.util.Arrays;

/**
 * Which traces may have a skeleton, so that the state need not be asked for those that are new,
 * which nearly all are: RocksDB would look into each of its files. Never says no of a trace whose
 * skeleton has not expired, and sometimes yes of one that has none, more often the more there are.
 *
 * <p>A Bloom filter of one word per trace (Putze, Sanders and Singler, "Cache-, Hash- and
 * Space-Efficient Bloom Filters", 2007), twice: the older one is forgotten once all that is in it
 * has expired. It is not part of a checkpoint: after a restore it is told of each key that the
 * state holds. Takes {@value #WORDS} words of 8 bytes twice.
 */
final class ToldTraces {
  /** 8 MiB: of 4 million traces within an expiry, 1 in 50 new ones is looked up in vain. */
  private static final int WORDS = 1 << 20;

  private final long expiryMillis;
  private long[] current = new long[WORDS];
  private long[] former = new long[WORDS];
  private long turnMillis;

  /**
   * A filter that has seen nothing.
   *
   * @param expiryMillis how long skeletons are remembered
   * @param nowMillis the machine's time
   */
  ToldTraces(long expiryMillis, long nowMillis) {
    this.expiryMillis = expiryMillis;
    turnMillis = nowMillis + expiryMillis;
  }

  /** Takes note of a skeleton that is kept from now on. */
  void add(TraceId id, long nowMillis) {
    if (nowMillis >= turnMillis) {
      long[] expired = former;
      former = current;
      current = expired;
      Arrays.fill(current, 0);
      turnMillis = nowMillis + expiryMillis;
    }
    long hash = hash(id);
    current[word(hash)] |= bits(hash);
  }

  /** Whether the state has to be asked. */
  boolean mayHold(TraceId id) {
    long hash = hash(id);
    int word = word(hash);
    long bits = bits(hash);
    return (current[word] & bits) == bits || (former[word] & bits) == bits;
  }

  /** Upper bits of the hash choose the word, four times six lower ones the bits. */
  private static int word(long hash) {
    return (int) (hash >>> 40) & WORDS - 1;
  }

  private static long bits(long hash) {
    return 1L << hash | 1L << (hash >>> 6) | 1L << (hash >>> 12) | 1L << (hash >>> 18);
  }

  /** The finalizer of MurmurHash3, over both halves. */
  private static long hash(TraceId id) {
    long mixed = id.high() * 0x9E3779B97F4A7C15L ^ id.low();
    mixed = (mixed ^ mixed >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }
}

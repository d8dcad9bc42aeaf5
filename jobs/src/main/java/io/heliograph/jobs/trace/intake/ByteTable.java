/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers byte sequences from 0 on, in the order in which they first come. Looking one up that is
 * known allocates nothing. The hash is seeded, so that nobody can choose texts that collide. Not
 * thread safe.
 */
final class ByteTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME = 0x9E37_79B1_85EB_CA87L;
  private static final int LEAST = 1 << 8;

  /**
   * What a sequence costs beside its bytes: headers, slots, the String its number may stand for.
   */
  private static final int OVERHEAD = 192;

  private final long seed = ThreadLocalRandom.current().nextLong();

  /** Upper half of the hash, and the number plus one. */
  private long[] slots = new long[LEAST];

  private byte[][] sequences = new byte[LEAST / 2][];
  private int size;
  private long cost;

  void clear() {
    slots = new long[LEAST];
    sequences = new byte[LEAST / 2][];
    size = 0;
    cost = 0;
  }

  int size() {
    return size;
  }

  /** About how many bytes of memory it takes. */
  long cost() {
    return cost;
  }

  byte[] get(int number) {
    return sequences[number];
  }

  /** The number of a sequence; {@link #size} so far if it is new. */
  int of(byte[] bytes, int from, int length) {
    long hash = hash(bytes, from, length);
    int slot = (int) hash & slots.length - 1;
    for (; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      if ((int) (slots[slot] >>> 32) == (int) (hash >>> 32)) {
        int number = (int) slots[slot] - 1;
        byte[] known = sequences[number];
        if (Arrays.equals(known, 0, known.length, bytes, from, from + length)) {
          return number;
        }
      }
    }
    return add(hash, slot, Arrays.copyOfRange(bytes, from, from + length));
  }

  private int add(long hash, int slot, byte[] bytes) {
    int number = size++;
    slots[slot] = hash & 0xffff_ffff_0000_0000L | number + 1;
    sequences[number] = bytes;
    cost += bytes.length + OVERHEAD;
    if (size == sequences.length) {
      grow();
    }
    return number;
  }

  private void grow() {
    sequences = Arrays.copyOf(sequences, 2 * size);
    slots = new long[4 * size];
    for (int number = 0; number < size; number++) {
      long hash = hash(sequences[number], 0, sequences[number].length);
      int slot = (int) hash & slots.length - 1;
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = hash & 0xffff_ffff_0000_0000L | number + 1;
    }
  }

  private long hash(byte[] bytes, int from, int length) {
    long hash = seed ^ length * PRIME;
    if (length >= Long.BYTES) {
      int last = from + length - Long.BYTES;
      for (int at = from; at < last; at += Long.BYTES) {
        hash = mix(hash ^ (long) LONGS.get(bytes, at));
      }
      return mix(hash ^ (long) LONGS.get(bytes, last));
    }
    if (length >= Integer.BYTES) {
      long head = (int) INTS.get(bytes, from);
      return mix(hash ^ head << 32 ^ (int) INTS.get(bytes, from + length - Integer.BYTES));
    }
    for (int at = from; at < from + length; at++) {
      hash = mix(hash ^ bytes[at]);
    }
    return hash;
  }

  private static long mix(long value) {
    long product = value * PRIME;
    return product ^ product >>> 32;
  }
}

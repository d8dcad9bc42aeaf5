/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

/**
 * A block of spans, version {@value #VERSION}. Numbers of fixed length are little-endian, the
 * others varints as in protobuf, signed ones in zigzag.
 *
 * <pre>
 * block  := u8 version, varint length of what follows,
 *           varint count, u64 base time, u64 id × count, span × count
 * span   := u8 head, u8 more, u64 fingerprint,
 *           [varint index of the parent in the block, or u64 parent]
 *           zigzag start minus base, varint end minus start,
 *           [text service, text host, [text lane of the instance]],
 *           text operation, [text call], [text peer], [text lane of the request],
 *           [varint timeout, text setting],
 *           [varint count, (u64 trace high, u64 trace low, u64 span) × count of links]
 * text   := varint 0, varint 2 × length + shared, [varint prefix], UTF-8
 *           if it comes for the first time; if shared is 1, its first bytes, so many as the prefix
 *           says, are those of the first-timer before, and only the others follow
 *         | varint n
 *           the n-th text of the block; the first is empty
 * </pre>
 *
 * <p>What is in brackets is there if {@code head} and {@code more} say so. Left out are service,
 * host and lane if they are those of the span before, a call that is the operation, and whatever is
 * empty.
 */
final class Layout {
  static final int VERSION = 1;

  /** Bits of {@code head}: the kind of the span. */
  static final int KIND = 0b0000_0111;

  /** The kind of error. */
  static final int ERROR = 0b0001_1000;

  static final int ERROR_SHIFT = 3;

  /** The parent's id follows. */
  static final int PARENT = 0b0010_0000;

  /** The parent's index follows. */
  static final int PARENT_IN_BLOCK = 0b0100_0000;

  /** Service, host and lane follow. */
  static final int INSTANCE = 0b1000_0000;

  /** Bits of {@code more}: the instance names a lane. */
  static final int INSTANCE_LANE = 0b0000_0001;

  static final int CALL = 0b0000_0010;
  static final int PEER = 0b0000_0100;
  static final int REQUEST_LANE = 0b0000_1000;
  static final int TIMEOUT = 0b0001_0000;
  static final int LINKS = 0b0010_0000;

  /** The number of the empty text; those after it are in the block. */
  static final int EMPTY = 1;

  /** Three numbers. */
  static final int LINK_BYTES = 3 * Long.BYTES;

  /** What a span takes at least, id included. */
  static final int LEAST_SPAN_BYTES = Long.BYTES + 2 + Long.BYTES + 3;

  private Layout() {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Wire;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** XXH64 of bytes as they came: equal for replays, and hardly ever for anything else. */
final class Fingerprint {
  /** Without JNI, which would cost more than a span's few hundred bytes take. */
  private static final XXHash64 HASH = XXHashFactory.fastestJavaInstance().hash64();

  private Fingerprint() {}

  static long of(Wire wire, Slice message, long seed) {
    return HASH.hash(wire.bytes(), message.from(), message.length(), seed);
  }
}

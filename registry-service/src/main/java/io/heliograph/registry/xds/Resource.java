/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import com.google.common.hash.Hashing;
import com.google.protobuf.Any;
import com.google.protobuf.Message;

/**
 * A resource, encoded once for all who get it.
 *
 * @param version of its content, the same on every node: MurmurHash3 of its bytes
 */
record Resource(Any packed, long version) {
  static Resource of(Message message) {
    Any packed = Any.pack(message);
    return new Resource(
        packed, Hashing.murmur3_128().hashBytes(packed.getValue().asReadOnlyByteBuffer()).asLong());
  }

  int bytes() {
    return packed.getValue().size();
  }
}

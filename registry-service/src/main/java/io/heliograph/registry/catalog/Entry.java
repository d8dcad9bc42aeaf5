/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.Objects;
import java.util.Optional;

/**
 * What a node holds of one name: an instance, or that there is none any more.
 *
 * @param listed empty once it has ended
 * @param expired whether it ended since nobody renewed it, which a node that knows better may
 *     contradict; not so if its owner took it out
 */
public record Entry(
    ServiceName service, String id, Stamp stamp, Optional<Listed> listed, boolean expired) {

  /** Into how many buckets the names are divided, to find out where two nodes differ. */
  public static final int BUCKETS = 1_024;

  /** The bucket of its name. */
  public int bucket() {
    return bucket(service, id);
  }

  /** The bucket of a name, the same on every node. */
  static int bucket(ServiceName service, String id) {
    return (31 * service.namespace().hashCode() + 17 * service.service().hashCode() + id.hashCode())
        & (BUCKETS - 1);
  }

  /** What a live entry adds to the digest of its bucket, by exclusive or. */
  static long digest(ServiceName service, String id, Stamp stamp) {
    long hash = stamp.version();
    for (String text : new String[] {service.namespace(), service.service(), id, stamp.node()}) {
      hash = mix(hash * 31 + text.hashCode());
    }
    return hash;
  }

  /** The finalizer of MurmurHash3 (Appleby, public domain). */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }

  boolean isLaterThan(Stamp other) {
    return stamp.compareTo(Objects.requireNonNull(other)) > 0;
  }
}

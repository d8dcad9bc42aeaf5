/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * When, and by which node, an instance was last written. Of two the greater one is right, on every
 * node (last writer wins).
 *
 * @param version microseconds since 1970 by the writer's hybrid clock, see {@link Revisions}
 * @param node who wrote it, and holds its lease; decides between equal versions
 */
public record Stamp(long version, String node) implements Comparable<Stamp> {
  /** Many stamps share a few names. */
  public Stamp {
    node = node.intern();
  }

  @Override
  public int compareTo(Stamp other) {
    int byVersion = Long.compare(version, other.version);
    return byVersion != 0 ? byVersion : node.compareTo(other.node);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The other nodes: each pushes what it writes to all others, and now and then compares what it
 * holds with theirs, bucket by bucket, and repairs what differs. There is no leader and no quorum:
 * a node that is cut off goes on, and all are equal again some seconds after the cut has healed.
 */
package io.heliograph.registry.peers;

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import java.time.Duration;

/**
 * How it stands with a watch.
 *
 * @param known whether a node, or a snapshot, has ever said who is in the service
 * @param live whether a node tells of changes now, or an agent, though it may have lost its nodes
 * @param age for how long nobody has told of changes, 0 while a node does; of an agent, what it
 *     said with its last answer; of a list that comes from a snapshot, since it was written
 * @param node that told last, in its present life; empty for none
 * @param revision of the list at that node
 * @param rulesVersion of the rules; 0 for none
 * @param instances that are listed, those that get no calls too
 * @param lost how many streams have ended, of this watch
 * @param leftOut how many instances and documents of rules were not taken, since they cannot be
 *     read or there is no room
 */
public record WatchState(
    boolean known,
    boolean live,
    Duration age,
    String node,
    long revision,
    long rulesVersion,
    int instances,
    long lost,
    long leftOut) {}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.List;

/**
 * What has changed in a service since a revision.
 *
 * @param revision that the reader knows then
 * @param whole whether this is the whole list, since the node does not remember so far back
 * @param changed new, or described anew
 * @param removed ids
 */
public record Delta(long revision, boolean whole, List<Listed> changed, List<String> removed) {}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.heliograph.registry.catalog.ServiceName;

/**
 * An instance that this node probes.
 *
 * @param hash of its name
 */
record Target(ServiceName service, String id, long hash) {}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * The answer to a registration.
 *
 * @param revision of the service
 * @param changed whether it was news; if not, it only renewed the lease
 */
public record Registration(long revision, boolean changed) {}

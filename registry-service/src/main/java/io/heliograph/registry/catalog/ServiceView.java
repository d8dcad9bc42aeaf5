/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.List;

/**
 * The instances of a service at one moment.
 *
 * @param revision of the last change; greater than that of any view before
 * @param instances by id; immutable
 */
public record ServiceView(long revision, List<Listed> instances) {}

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the registry knows: instances with their leases, and who watches them. Knows no transport
 * and no clock but the one it is given.
 */
package io.heliograph.registry.catalog;

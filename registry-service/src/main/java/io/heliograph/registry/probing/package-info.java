/**
 * Looks whether instances are well: each by a few nodes, spread over time, bounded. It takes what
 * it looks at from the catalog and hands on what it finds; it never changes the catalog.
 */
package io.heliograph.registry.probing;

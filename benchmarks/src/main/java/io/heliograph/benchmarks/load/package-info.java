/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The load: traces of a shop, encoded once and patched with fresh ids and times for every request,
 * so that the generator takes little of the machine that it measures.
 */
package io.heliograph.benchmarks.load;

/* SPDX-License-Identifier: Apache-2.0 */
/** One registry node under load, and Eureka's server beside it. */
package io.heliograph.benchmarks.registry;

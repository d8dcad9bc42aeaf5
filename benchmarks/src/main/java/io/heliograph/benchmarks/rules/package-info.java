/* SPDX-License-Identifier: Apache-2.0 */
/** JMH benchmarks of the code that every span passes; run them with {@code benchmarks/jmh}. */
package io.heliograph.benchmarks.rules;

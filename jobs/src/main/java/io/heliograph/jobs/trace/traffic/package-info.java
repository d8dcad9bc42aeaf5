/* SPDX-License-Identifier: Apache-2.0 */
/** The calls that instances served, on their way to the health job. */
package io.heliograph.jobs.trace.traffic;

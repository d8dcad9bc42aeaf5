/* SPDX-License-Identifier: Apache-2.0 */
/** Raw log records into {@code otel_logs}, and their counts per minute, service and severity. */
package io.heliograph.jobs.log;

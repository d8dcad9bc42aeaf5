/* SPDX-License-Identifier: Apache-2.0 */
/** What was refused at the door, into {@code dead_letters} and {@code pipeline_ledger}. */
package io.heliograph.jobs.ledger;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the jobs share that fold events into keyed state: the way in (decode, check, account for),
 * log time, revisions and the one timer of a key.
 */
package io.heliograph.jobs.keyed;

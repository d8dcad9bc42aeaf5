/* SPDX-License-Identifier: Apache-2.0 */
/** What the jobs share: their settings, their source, the window in which a retry is recognised. */
package io.heliograph.jobs;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The ratelimit job: what all reporters together let through under a rule and key in each second;
 * {@code rate_limit_windows}.
 */
package io.heliograph.jobs.ratelimit;

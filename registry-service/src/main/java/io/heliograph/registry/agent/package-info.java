/* SPDX-License-Identifier: Apache-2.0 */
/**
 * An agent: a process on the host of its clients that watches the services they ask for, and goes
 * on serving what it knows of them while no node answers, over a restart, too.
 */
package io.heliograph.registry.agent;

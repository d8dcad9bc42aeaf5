/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

/** Where a registry process is in its life. Only {@link #SERVING} is ready for calls. */
enum Readiness {
  STARTING,
  SERVING,
  STOPPING
}

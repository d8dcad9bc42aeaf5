/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The registry for a Java service: {@link io.heliograph.sdk.registry.RegistryClient} registers an
 * instance for as long as it lives, and watches services, of whose instances {@link
 * io.heliograph.sdk.registry.ServiceWatch#pick} takes one for a call, by the rules of the service.
 * Once it is configured nothing here waits for the network on a caller's thread but {@code await}
 * and {@code close}, and a registry that is away takes nothing from what is known.
 */
package io.heliograph.sdk.registry;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The catalog as a Eureka server shows it: applications of namespace {@value
 * io.heliograph.registry.eureka.EurekaLeases#NAMESPACE}. Knows no transport. Semantics and JSON are
 * those of Netflix's eureka-core 2.0 and of the codec of its client.
 */
package io.heliograph.registry.eureka;

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

/**
 * A TCP port a process is going to listen on.
 *
 * @param purpose what is served there, for people
 * @param variable the environment variable that moves it
 */
public record PortClaim(String purpose, int port, String variable) {}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

/** The bytes are not an encoding of the message they should be. Says what is wrong and where. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Without a stack trace: a client can cause any number of them. */
  public MalformedException(String message) {
    super(message, null, false, false);
  }
}

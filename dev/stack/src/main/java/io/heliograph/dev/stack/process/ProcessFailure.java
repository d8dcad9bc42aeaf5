/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

/** A process could not be brought up; the message tells a person why and what to do. */
public final class ProcessFailure extends Exception {
  private static final long serialVersionUID = 1;

  public ProcessFailure(String message) {
    super(message);
  }

  public ProcessFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

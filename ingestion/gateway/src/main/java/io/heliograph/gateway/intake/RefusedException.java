/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.Outcome.Refused;

/** A request is refused while it is being read. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refused refused;

  /** Without a stack trace: a client can cause any number of them. */
  public RefusedException(Refusal refusal, String message) {
    super(message, null, false, false);
    this.refused = new Refused(refusal, message);
  }

  /** The answer to give. */
  public Refused refused() {
    return refused;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.http;

import io.heliograph.gateway.intake.Body;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.Origin;
import io.heliograph.gateway.intake.Outcome;
import io.heliograph.gateway.intake.RefusedException;
import io.heliograph.protocol.Signal;
import java.util.function.Consumer;

/** What is POSTed to one path: how its bodies are taken in and its answers written. */
interface Endpoint {
  Signal signal();

  /** The media types it takes, for the message that refuses others. */
  String mediaTypes();

  /** The format of a body of this media type, which is empty if none was given; null: no such. */
  Format format(String mediaType);

  /** One format of an endpoint. */
  interface Format {
    /** Name of the receiver in metrics. */
    String receiver();

    /**
     * Hands a decompressed body to the intake.
     *
     * @param reservation holds the body; closed by whoever answers
     */
    void take(Body body, Origin origin, Budget.Reservation reservation, Consumer<Outcome> answer)
        throws RefusedException;

    /** The answer to a request. */
    Reply reply(Outcome outcome);

    /** A refusal that is HTTP's own, such as a wrong method. */
    Reply error(int status, String message);
  }
}

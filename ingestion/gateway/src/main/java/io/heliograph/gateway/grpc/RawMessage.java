/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.heliograph.gateway.intake.Body;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.RefusedException;
import java.io.IOException;
import java.io.InputStream;

/** A request message as the bytes it came in: nothing is decoded before the intake. */
final class RawMessage {
  /** Hands the transport's stream through; it must be read before {@code onMessage} returns. */
  static final MethodDescriptor.Marshaller<InputStream> MARSHALLER =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream value) {
          return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
          return stream;
        }
      };

  private RawMessage() {}

  /**
   * Copies, and decompresses on the way, at most {@code max} bytes.
   *
   * @param reservation charged for the bytes; closed if the message is refused
   */
  static Body read(InputStream stream, Budget.Reservation reservation, int max)
      throws RefusedException {
    Body body = new Body(reservation, max);
    try {
      // a compressed stream says 0 or 1, whatever its size
      body.append(stream, Math.min(stream.available(), max));
      return body;
    } catch (RefusedException refused) {
      reservation.close();
      throw refused;
    } catch (StatusRuntimeException tooLarge) {
      reservation.close();
      throw new RefusedException(
          Refusal.TOO_LARGE, "request is larger than " + max + " bytes when decompressed");
    } catch (IOException notCompressed) {
      reservation.close();
      throw new RefusedException(
          Refusal.MALFORMED, "request cannot be decompressed: " + notCompressed.getMessage());
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.http;

import io.heliograph.gateway.intake.Body;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.Intake;
import io.heliograph.gateway.intake.Origin;
import io.heliograph.gateway.intake.Outcome;
import io.heliograph.gateway.intake.Outcome.Accepted;
import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.gateway.intake.Receivers;
import io.heliograph.gateway.intake.RefusedException;
import io.heliograph.gateway.json.ZipkinMapping;
import io.heliograph.gateway.wire.MalformedException;
import io.heliograph.protocol.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Zipkin's {@code POST /api/v2/spans} in JSON. Zipkin knows no partial success: 202 if at least one
 * span was taken, with the rejected ones named in the body, and 400 if none was.
 */
final class ZipkinEndpoint implements Endpoint {
  private static final String JSON = "application/json";
  private static final long DECODED_FACTOR = 3;

  private final Intake intake;
  private final Clock clock;
  private final Format json = new Json();

  ZipkinEndpoint(Intake intake, Clock clock) {
    this.intake = intake;
    this.clock = clock;
  }

  @Override
  public Signal signal() {
    return Signal.SPANS;
  }

  @Override
  public String mediaTypes() {
    return JSON;
  }

  @Override
  public Format format(String mediaType) {
    return mediaType.isEmpty() || mediaType.equals(JSON) ? json : null;
  }

  private final class Json implements Format {
    @Override
    public String receiver() {
      return Receivers.ZIPKIN;
    }

    @Override
    public void take(
        Body body, Origin origin, Budget.Reservation reservation, Consumer<Outcome> answer)
        throws RefusedException {
      intake.hold(reservation, DECODED_FACTOR * body.length());
      byte[] data = encode(body, origin);
      intake.otlp(Signal.SPANS, origin, data, data.length, reservation, answer);
    }

    private byte[] encode(Body body, Origin origin) throws RefusedException {
      Instant now = clock.instant();
      long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
      try {
        return ZipkinMapping.convert(body.data(), body.length(), nanos).toByteArray();
      } catch (MalformedException e) {
        intake.malformed(Signal.SPANS, origin, e.getMessage(), body.data(), body.length());
        throw new RefusedException(Refusal.MALFORMED, e.getMessage());
      }
    }

    @Override
    public Reply reply(Outcome outcome) {
      if (outcome instanceof Accepted accepted) {
        boolean none = accepted.accepted() == 0 && accepted.rejected() > 0;
        return Reply.text(none ? 400 : 202, accepted.message());
      }
      Refused refused = (Refused) outcome;
      return Reply.refused(refused, Reply.TEXT, refused.message().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply error(int status, String message) {
      return Reply.text(status, message);
    }
  }
}

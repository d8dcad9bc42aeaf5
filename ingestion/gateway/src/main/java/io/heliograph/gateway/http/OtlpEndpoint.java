/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.heliograph.gateway.answer.OtlpAnswer;
import io.heliograph.gateway.answer.RpcStatus;
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
import io.heliograph.gateway.json.OtlpJson;
import io.heliograph.gateway.wire.MalformedException;
import io.heliograph.protocol.Signal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** OTLP over HTTP for one signal, in protobuf and JSON. Errors are google.rpc.Status in either. */
final class OtlpEndpoint implements Endpoint {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  /** JSON becomes message objects, several times its size, before it becomes protobuf again. */
  private static final long DECODED_FACTOR = 3;

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .usingTypeRegistry(TypeRegistry.newBuilder().add(RetryInfo.getDescriptor()).build());

  private final Signal signal;
  private final Intake intake;
  private final Format protobuf = new Protobuf();
  private final Format json = new Json();

  OtlpEndpoint(Signal signal, Intake intake) {
    this.signal = signal;
    this.intake = intake;
  }

  @Override
  public Signal signal() {
    return signal;
  }

  @Override
  public String mediaTypes() {
    return PROTOBUF + " or " + JSON;
  }

  @Override
  public Format format(String mediaType) {
    return switch (mediaType) {
      case PROTOBUF -> protobuf;
      case JSON -> json;
      default -> null;
    };
  }

  private abstract class OtlpFormat implements Format {
    abstract Reply message(int status, Message message);

    @Override
    public Reply reply(Outcome outcome) {
      if (outcome instanceof Accepted accepted) {
        return message(200, OtlpAnswer.of(signal, accepted));
      }
      Refused refused = (Refused) outcome;
      Reply body = message(0, RpcStatus.of(refused));
      return Reply.refused(refused, body.contentType(), body.body());
    }

    @Override
    public Reply error(int status, String message) {
      Code code =
          switch (status) {
            case 404 -> Code.NOT_FOUND;
            case 405, 415 -> Code.UNIMPLEMENTED;
            default -> Code.INVALID_ARGUMENT;
          };
      return message(
          status, Status.newBuilder().setCode(code.getNumber()).setMessage(message).build());
    }
  }

  private final class Protobuf extends OtlpFormat {
    @Override
    public String receiver() {
      return Receivers.OTLP_HTTP;
    }

    @Override
    public void take(
        Body body, Origin origin, Budget.Reservation reservation, Consumer<Outcome> answer) {
      intake.otlp(signal, origin, body.data(), body.length(), reservation, answer);
    }

    @Override
    Reply message(int status, Message message) {
      return new Reply(status, PROTOBUF, message.toByteArray(), Map.of());
    }
  }

  private final class Json extends OtlpFormat {
    @Override
    public String receiver() {
      return Receivers.OTLP_HTTP_JSON;
    }

    @Override
    public void take(
        Body body, Origin origin, Budget.Reservation reservation, Consumer<Outcome> answer)
        throws RefusedException {
      intake.hold(reservation, DECODED_FACTOR * body.length());
      byte[] data = encode(body, origin);
      intake.otlp(signal, origin, data, data.length, reservation, answer);
    }

    private byte[] encode(Body body, Origin origin) throws RefusedException {
      try {
        return OtlpJson.parse(signal, body.data(), body.length()).toByteArray();
      } catch (MalformedException e) {
        intake.malformed(signal, origin, e.getMessage(), body.data(), body.length());
        throw new RefusedException(Refusal.MALFORMED, e.getMessage());
      }
    }

    @Override
    Reply message(int status, Message message) {
      try {
        byte[] body = PRINTER.print(message).getBytes(StandardCharsets.UTF_8);
        return new Reply(status, JSON, body, Map.of());
      } catch (InvalidProtocolBufferException unknownDetail) {
        throw new IllegalStateException(unknownDetail);
      }
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.events;

import com.google.protobuf.MessageLite;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.Intake;
import io.heliograph.gateway.intake.Origin;
import io.heliograph.gateway.intake.Outcome;
import io.heliograph.gateway.intake.Outcome.Accepted;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.gateway.intake.Outgoing;
import io.heliograph.gateway.intake.RefusedException;
import io.heliograph.v1.DeadLetter;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.IngestResponse;
import io.heliograph.v1.IngestStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes batches of {@code heliograph.v1} events in, by the same steps as OTLP requests. */
public final class EventIntake {
  /**
   * Decoded events occupy several times their encoded size until they are cut, and the budget is
   * charged for that.
   */
  private static final int DECODED_FACTOR = 4;

  private static final String SIGNAL = "events";

  private final Intake intake;

  /** Publishes through {@code intake}. */
  public EventIntake(Intake intake) {
    this.intake = intake;
  }

  /** An answer to a batch; {@code refused} is null unless the stream must end. */
  public interface Answer {
    /** The batch has its answer. */
    void batch(IngestResponse response);

    /** The batch can never succeed and has no answer of its own. */
    void refused(Refused refused);
  }

  /**
   * Takes a batch in.
   *
   * @param reservation holds its bytes; the intake closes it
   */
  public void take(
      IngestRequest request, Origin peer, Budget.Reservation reservation, Answer answer) {
    Origin origin = new Origin(peer.receiver(), peer.peer(), request.getIdempotencyKey());
    Checked checked = new Checked();
    Consumer<Outcome> finish =
        intake.opened(
            SIGNAL, origin, reservation, outcome -> answer(request, checked, outcome, answer));
    try {
      intake.check(origin);
      intake.hold(reservation, (long) DECODED_FACTOR * request.getSerializedSize());
      List<Outgoing> records = new ArrayList<>();
      for (EventKind<?> kind : EventKind.ALL) {
        cut(kind, request, origin, checked, records);
      }
      intake.publish(records.iterator(), finish, () -> conclude(checked, origin, finish));
    } catch (RefusedException refused) {
      finish.accept(refused.refused());
    } catch (RuntimeException defect) {
      finish.accept(Intake.defect(defect));
    }
  }

  private <T extends MessageLite> void cut(
      EventKind<T> kind,
      IngestRequest request,
      Origin origin,
      Checked checked,
      List<Outgoing> records)
      throws RefusedException {
    List<T> events = kind.events().apply(request);
    if (events.isEmpty()) {
      return;
    }
    EventFragments fragments = new EventFragments(intake.partitions(kind.signal()));
    checked.sort(kind, events, fragments);
    for (EventFragments.Done done : fragments.cut()) {
      records.add(
          new Outgoing(
              kind.signal().topic(),
              done.partition(),
              done.value(),
              done.items(),
              origin.keyOf(done.ordinal())));
    }
  }

  private void conclude(Checked checked, Origin origin, Consumer<Outcome> finish) {
    checked.accepted().forEach(intake::accepted);
    List<DeadLetter> letters = new ArrayList<>();
    checked
        .rejected()
        .forEach((place, group) -> letters.add(intake.rejected(place.signal(), origin, group)));
    Outcome outcome = new Accepted(checked.acceptedTotal(), checked.rejectedTotal(), "");
    intake.writeThen(letters, origin, () -> finish.accept(outcome));
  }

  private static void answer(
      IngestRequest request, Checked checked, Outcome outcome, Answer answer) {
    IngestResponse.Builder response = IngestResponse.newBuilder().setBatchId(request.getBatchId());
    if (outcome instanceof Accepted accepted) {
      answer.batch(
          response
              .setStatus(IngestStatus.INGEST_STATUS_OK)
              .setAccepted(accepted.accepted())
              .setRejected(accepted.rejected())
              .addAllRejections(checked.first())
              .build());
    } else if (outcome instanceof Refused refused && refused.refusal().retryable()) {
      answer.batch(
          response
              .setStatus(IngestStatus.INGEST_STATUS_RETRY)
              .setRetryAfterMs(refused.retryAfterMillis())
              .setMessage(refused.message())
              .build());
    } else if (outcome instanceof Refused refused) {
      answer.refused(refused);
    }
  }
}

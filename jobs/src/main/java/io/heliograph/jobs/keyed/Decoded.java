/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import java.util.ArrayList;
import java.util.List;

/**
 * What was inside a batch.
 *
 * @param <E> the event
 */
public final class Decoded<E> {
  private final List<E> events = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();

  /** An event that cannot be used, and why. */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  public record Refusal(String reason, byte[] payload) {}

  /** Adds an event. */
  public void event(E event) {
    events.add(event);
  }

  /** Adds an event that cannot be used. */
  public void refuse(String reason, byte[] payload) {
    refusals.add(new Refusal(reason, payload));
  }

  /** The good ones, in the order of the batch. */
  public List<E> events() {
    return events;
  }

  /** The bad ones, in the order of the batch. */
  public List<Refusal> refusals() {
    return refusals;
  }

  /** The reasons of the bad ones, in the order of the batch. */
  public List<String> reasons() {
    return refusals.stream().map(Refusal::reason).toList();
  }

  int size() {
    return events.size() + refusals.size();
  }
}

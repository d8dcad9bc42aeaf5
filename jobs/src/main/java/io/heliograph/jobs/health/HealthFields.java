/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.records.RecordInput;
import io.heliograph.jobs.records.RecordOutput;
import java.io.IOException;
import java.util.Map;

/** The fields of the records that several records of the health job hold. */
final class HealthFields {
  private static final HealthState[] STATES = HealthState.values();

  private HealthFields() {}

  static void write(Origin origin, RecordOutput out) {
    out.text(origin.topic());
    out.signed(origin.partition());
    out.signed(origin.offset());
    out.signed(origin.timestampMillis());
  }

  static Origin origin(RecordInput in) throws IOException {
    return new Origin(in.name(), (int) in.signed(), in.signed(), in.signed());
  }

  static void write(InstanceId id, RecordOutput out) {
    out.text(id.namespace());
    out.text(id.service());
    out.text(id.instanceId());
  }

  static InstanceId id(RecordInput in) throws IOException {
    return new InstanceId(in.name(), in.name(), in.text());
  }

  static void write(Profile profile, RecordOutput out) {
    out.text(profile.host());
    out.signed(profile.port());
    out.text(profile.version());
    out.text(profile.group());
    out.text(profile.lane());
    out.text(profile.city());
    out.text(profile.center());
    out.text(profile.room());
    out.texts(profile.tags());
    out.signed(profile.weight());
  }

  static Profile profile(RecordInput in) throws IOException {
    String host = in.text();
    int port = (int) in.signed();
    String version = in.name();
    String group = in.name();
    String lane = in.name();
    String city = in.name();
    String center = in.name();
    String room = in.name();
    Map<String, String> tags = in.names();
    return new Profile(
        host, port, version, group, lane, city, center, room, tags, (int) in.signed());
  }

  static void write(Strain strain, RecordOutput out) {
    if (out.flag(!strain.equals(Strain.NONE))) {
      out.number(strain.cpu());
      out.number(strain.load1());
      out.number(strain.memory());
      out.signed(strain.inFlight());
    }
  }

  static Strain strain(RecordInput in) throws IOException {
    return in.flag() ? new Strain(in.number(), in.number(), in.number(), in.signed()) : Strain.NONE;
  }

  static void write(Verdict verdict, RecordOutput out) {
    out.value(verdict.state());
    out.signed(verdict.score());
    out.text(verdict.reason());
  }

  static Verdict verdict(RecordInput in) throws IOException {
    return new Verdict(state(in), (int) in.signed(), in.name());
  }

  static HealthState state(RecordInput in) throws IOException {
    return in.value(STATES);
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.InstanceName;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RenewRequest;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {
  private static final int LATER = 900;

  @Test
  void check_whatIsKnown_isTaken() {
    assertThatCode(() -> RequestLimits.check(registration())).doesNotThrowAnyException();
    assertThatCode(() -> RequestLimits.check(RegisterRequest.getDefaultInstance()))
        .doesNotThrowAnyException();
    assertThatCode(() -> RequestLimits.check(RenewRequest.newBuilder().build()))
        .doesNotThrowAnyException();
  }

  @Test
  void check_unknownField_isRefusedByItsNumber_inEachMessageOfARegistration() throws Exception {
    RegisterRequest request = registration();
    assertThatThrownBy(() -> RequestLimits.check((RegisterRequest) withLaterField(request)))
        .hasMessage(
            "field 900 of the request is not known to this node: leave it out, or upgrade the nodes"
                + " before their clients");
    RegisterRequest inInstance =
        request.toBuilder().setInstance((Instance) withLaterField(request.getInstance())).build();
    assertThatThrownBy(() -> RequestLimits.check(inInstance))
        .hasMessageStartingWith("field 900 of instance is not known");
    for (FieldDescriptor field : Instance.getDescriptor().getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
        Message deeper = withLaterField((Message) request.getInstance().getField(field));
        RegisterRequest inField =
            request.toBuilder()
                .setInstance(request.getInstance().toBuilder().setField(field, deeper))
                .build();
        assertThatThrownBy(() -> RequestLimits.check(inField))
            .as(field.getName())
            .isInstanceOf(Refusal.class)
            .hasMessageStartingWith("field 900 of instance." + field.getName());
      }
    }
  }

  @Test
  void check_unknownField_isRefusedByItsNumber_inARenewal() {
    RenewRequest renewal = RenewRequest.newBuilder().addInstances(name()).build();
    assertThatThrownBy(() -> RequestLimits.check((RenewRequest) withLaterField(renewal)))
        .hasMessageStartingWith("field 900 of the request");
    RenewRequest ofALaterName =
        RenewRequest.newBuilder()
            .addInstances(name())
            .addInstances((InstanceName) withLaterField(name()))
            .build();
    assertThatThrownBy(() -> RequestLimits.check(ofALaterName))
        .hasMessageStartingWith("field 900 of instances");
  }

  /** Nodes are of different versions while they are upgraded. */
  @Test
  void read_unknownFieldBetweenNodes_isPassedOver() throws Exception {
    Instance instance = registration().getInstance();

    assertThat(InstanceMessages.read((Instance) withLaterField(instance)))
        .isEqualTo(InstanceMessages.read(instance));
  }

  @Test
  void parse_withinTheLimit_isWhatWasSent() {
    RegisterRequest request = registration();

    assertThat(BoundedRequests.registrations().parse(request.toByteString().newInput()))
        .isEqualTo(request);
  }

  @Test
  void parse_endlessRegistration_isReadToItsLimitAndRefused() {
    Endless endless = new Endless();
    RegisterRequest request = BoundedRequests.registrations().parse(endless);

    assertThat(endless.read).isEqualTo(RequestLimits.MAX_REGISTRATION + 1);
    assertThatThrownBy(() -> RequestLimits.check(request))
        .hasMessage("request is too large: give at most 65,536 bytes");
  }

  @Test
  void parse_renewalOfTooManyNames_isNotMadeIntoObjects() {
    RenewRequest.Builder names = RenewRequest.newBuilder();
    for (int i = 0; i < RequestLimits.MAX_RENEWALS; i++) {
      names.addInstances(InstanceName.getDefaultInstance());
    }
    RenewRequest most = names.build();
    RenewRequest tooMany = names.addInstances(InstanceName.getDefaultInstance()).build();

    assertThat(BoundedRequests.renewals().parse(most.toByteString().newInput())).isEqualTo(most);
    assertThat(BoundedRequests.renewals().parse(tooMany.toByteString().newInput()))
        .isSameAs(RequestLimits.LARGE_RENEWAL);
    assertThatThrownBy(() -> RequestLimits.check(RequestLimits.LARGE_RENEWAL))
        .hasMessage("instances are too many: give at most 10,000, of 8,388,608 bytes together");
  }

  @Test
  void parse_longestNames_fit() {
    String longest = "n".repeat(255);
    InstanceName name =
        InstanceName.newBuilder().setNamespace(longest).setService(longest).setId(longest).build();
    RenewRequest.Builder names = RenewRequest.newBuilder();
    for (int i = 0; i < RequestLimits.MAX_RENEWALS; i++) {
      names.addInstances(name);
    }

    assertThat(names.build().getSerializedSize()).isLessThan(RequestLimits.MAX_RENEWAL);
  }

  private static RegisterRequest registration() {
    return RegisterRequest.newBuilder()
        .setService("orders")
        .setInstance(
            Instance.newBuilder().setId("a").setHost("h").setPort(1).putTags("tier", "gold"))
        .build();
  }

  private static InstanceName name() {
    return InstanceName.newBuilder().setService("orders").setId("a").build();
  }

  /** As a client of a later version sends it. */
  private static Message withLaterField(Message message) {
    return message.toBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(LATER, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build())
        .build();
  }

  /** Counts what is read of it. */
  private static final class Endless extends InputStream {
    private int read;

    @Override
    public int read() {
      read++;
      return 'x';
    }
  }
}

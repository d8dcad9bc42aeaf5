/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.ServiceView;
import io.heliograph.registry.rules.ServiceRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListBodiesTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");

  private long millis;
  private int made;
  private final ListBodies bodies = new ListBodies(250, () -> millis);
  private final ServiceView view = new ServiceView(1, List.of());

  @Test
  void take_theSame_sharesItsBytes_untilAllHaveBeenSentIt() {
    ListBodies.Body one = take("", view).orElseThrow();
    ListBodies.Body other = take("", view).orElseThrow();

    assertThat(other.json()).isSameAs(one.json());
    assertThat(bodies.bytes()).isEqualTo(100);
    one.release();
    assertThat(bodies.bytes()).isEqualTo(100);
    other.release();
    assertThat(bodies.bytes()).isZero();
    assertThat(take("", view).orElseThrow().json()).as("nothing is kept").isNotSameAs(one.json());
  }

  @Test
  void take_anotherQueryViewRulesOrTime_isMadeAnew() {
    assertThat(take("", view)).isPresent();
    assertThat(take("room=a", view)).isPresent();
    assertThat(made).isEqualTo(2);
    assertThat(
            bodies.take(ORDERS, "", new ServiceView(1, List.of()), ServiceRules.NONE, this::make))
        .as("no room for a third")
        .isEmpty();
    assertThat(made).isEqualTo(3);

    assertThat(take("", view)).as("what is there can be shared").isPresent();
    millis += ListBodies.SAME_MILLIS;
    assertThat(take("", view)).as("it is too old to be").isEmpty();
    assertThat(bodies.bytes()).isEqualTo(200);
  }

  @Test
  void release_ofAnOlderOne_leavesTheNewerOneToBeShared() {
    ListBodies.Body older = take("", view).orElseThrow();
    ServiceView changed = new ServiceView(2, List.of());
    ListBodies.Body newer = take("", changed).orElseThrow();
    older.release();

    assertThat(take("", changed).orElseThrow()).isSameAs(newer);
    assertThat(bodies.bytes()).isEqualTo(100);
  }

  @Test
  void take_largerThanAll_isLetThroughAlone() {
    ListBodies tight = new ListBodies(10, () -> millis);
    ListBodies.Body only =
        tight.take(ORDERS, "", view, ServiceRules.NONE, this::make).orElseThrow();
    assertThat(tight.take(ORDERS, "room=a", view, ServiceRules.NONE, this::make)).isEmpty();

    only.release();

    assertThat(tight.take(ORDERS, "room=a", view, ServiceRules.NONE, this::make)).isPresent();
  }

  private Optional<ListBodies.Body> take(String query, ServiceView of) {
    return bodies.take(ORDERS, query, of, ServiceRules.NONE, this::make);
  }

  private byte[] make() {
    made++;
    return new byte[100];
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A type that Flink does not look into.
 *
 * @param <T> its values
 */
abstract class SingleType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1;

  /** What tells it from another of the same kind. */
  private final Class<?> of;

  SingleType(Class<?> of) {
    this.of = of;
  }

  @Override
  public final boolean isBasicType() {
    return false;
  }

  @Override
  public final boolean isTupleType() {
    return false;
  }

  @Override
  public final int getArity() {
    return 1;
  }

  @Override
  public final int getTotalFields() {
    return 1;
  }

  /** A record's hash is not fixed. */
  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public String toString() {
    return of.getSimpleName();
  }

  @Override
  public final boolean equals(Object other) {
    return canEqual(other) && of == ((SingleType<?>) other).of;
  }

  @Override
  public final int hashCode() {
    return of.hashCode();
  }

  @Override
  public final boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }
}

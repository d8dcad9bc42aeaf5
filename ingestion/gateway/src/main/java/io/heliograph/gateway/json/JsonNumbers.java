/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heliograph.gateway.wire.MalformedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as protobuf's JSON mapping writes them: plain, or as strings of digits. */
final class JsonNumbers {
  private static final int MAX_DIGITS = 40;
  private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

  private JsonNumbers() {}

  static int toInt(JsonParser json) throws IOException, MalformedException {
    return (int) within(json, Integer.MIN_VALUE, Integer.MAX_VALUE, "a 32-bit integer");
  }

  static int toUnsignedInt(JsonParser json) throws IOException, MalformedException {
    return (int) within(json, 0, 0xffff_ffffL, "an unsigned 32-bit integer");
  }

  static long toLong(JsonParser json) throws IOException, MalformedException {
    return within(json, Long.MIN_VALUE, Long.MAX_VALUE, "a 64-bit integer");
  }

  static long toUnsignedLong(JsonParser json) throws IOException, MalformedException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
        && json.getLongValue() >= 0) {
      return json.getLongValue();
    }
    BigInteger value = integer(json, "an unsigned 64-bit integer");
    if (value.signum() < 0 || value.compareTo(UNSIGNED_LIMIT) >= 0) {
      throw JsonReading.wrong(json, "must be an unsigned 64-bit integer");
    }
    return value.longValue();
  }

  private static long within(JsonParser json, long min, long max, String what)
      throws IOException, MalformedException {
    BigInteger value = integer(json, what);
    if (value.bitLength() > 63 || value.longValue() < min || value.longValue() > max) {
      throw JsonReading.wrong(json, "must be " + what);
    }
    return value.longValue();
  }

  private static BigInteger integer(JsonParser json, String what)
      throws IOException, MalformedException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        && json.currentToken() != JsonToken.VALUE_NUMBER_FLOAT
        && json.currentToken() != JsonToken.VALUE_STRING) {
      throw JsonReading.wrongType(json, what);
    }
    try {
      String text = json.getText();
      BigDecimal value = new BigDecimal(text.length() > MAX_DIGITS ? "x" : text);
      // the difference is checked first: 1e999999999 has as many digits as it says
      if (value.signum() != 0 && value.precision() - (long) value.scale() > MAX_DIGITS) {
        throw JsonReading.wrong(json, "must be " + what);
      }
      return value.toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException notAnInteger) {
      throw JsonReading.wrong(json, "must be " + what);
    }
  }

  static double toDouble(JsonParser json) throws IOException, MalformedException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_STRING -> named(json);
      default -> throw JsonReading.wrongType(json, "a number");
    };
  }

  private static double named(JsonParser json) throws IOException, MalformedException {
    String text = json.getText();
    try {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> new BigDecimal(text.length() > MAX_DIGITS ? "x" : text).doubleValue();
      };
    } catch (NumberFormatException notANumber) {
      throw JsonReading.wrong(json, "must be a number");
    }
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ClickHouse type names to columns. */
final class NativeTypes {
  private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\)");
  private static final Pattern INTEGER = Pattern.compile("(U?)Int(8|16|32|64)");

  private NativeTypes() {}

  /**
   * An empty column of a type.
   *
   * @throws IllegalArgumentException if the type is none that this encoder writes
   */
  static NativeColumn column(String type) {
    Matcher integer = INTEGER.matcher(type);
    if (integer.matches()) {
      boolean signed = integer.group(1).isEmpty();
      int width = Integer.parseInt(integer.group(2)) / 8;
      return new NativeInteger(type, width, signed, NativeInteger.PLAIN);
    }
    return switch (type) {
      case "Bool" -> new NativeInteger(type, 1, false, NativeInteger.PLAIN);
      case "Date" -> new NativeInteger(type, 2, false, NativeInteger.DAYS);
      case "DateTime" -> new NativeInteger(type, 4, false, 0);
      case "Float32" -> new NativeFloat(false);
      case "Float64" -> new NativeFloat(true);
      case "String" -> new NativeString();
      case "LowCardinality(String)" -> new NativeDictionary();
      default -> parameterized(type);
    };
  }

  private static NativeColumn parameterized(String type) {
    Matcher call = CALL.matcher(type);
    if (!call.matches()) {
      throw unknown(type);
    }
    String arguments = call.group(2);
    return switch (call.group(1)) {
      case "FixedString" -> new NativeFixedString(number(type, arguments, 1, 1 << 16));
      case "DateTime" -> new NativeInteger(type, 4, false, 0); // the argument is a time zone
      case "DateTime64" ->
          new NativeInteger(type, 8, true, number(type, upToComma(arguments), 0, 9));
      case "Array" -> new NativeArray(type, column(arguments));
      case "Map" -> map(type, arguments);
      case "Tuple" -> new NativeTuple(type, elements(arguments));
      default -> throw unknown(type);
    };
  }

  private static NativeColumn map(String type, String arguments) {
    // keys are String or LowCardinality(String): neither holds a comma
    int comma = arguments.indexOf(',');
    if (comma > 0
        && column(arguments.substring(0, comma).strip()) instanceof NativeText keys
        && column(arguments.substring(comma + 1).strip()) instanceof NativeText values) {
      return new NativeMap(keys, values);
    }
    throw unknown(type);
  }

  /** Types separated by commas, those within parentheses left alone. */
  private static List<NativeColumn> elements(String arguments) {
    List<NativeColumn> elements = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= arguments.length(); i++) {
      char c = i == arguments.length() ? ',' : arguments.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        elements.add(column(arguments.substring(from, i).strip()));
        from = i + 1;
      }
    }
    return elements;
  }

  private static String upToComma(String arguments) {
    int comma = arguments.indexOf(',');
    return comma < 0 ? arguments : arguments.substring(0, comma);
  }

  private static int number(String type, String text, int min, int max) {
    String digits = text.strip();
    if (digits.matches("\\d{1,6}")) {
      int value = Integer.parseInt(digits);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "type " + type + ": its number must be from " + min + " to " + max);
  }

  private static IllegalArgumentException unknown(String type) {
    return new IllegalArgumentException(
        "type '" + type + "' cannot be encoded; see TableSchema.Column for those that can");
  }
}

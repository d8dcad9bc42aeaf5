/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.heliograph.registry.catalog.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rules as JSON, in which each field has the name of its component. What is read is checked. */
public final class RulesJson {
  private static final int MAX_DEPTH = 8;

  /** Of a name in a message. */
  private static final int SHOWN = 64;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .withCoercionConfigDefaults(
              all -> {
                for (CoercionInputShape shape :
                    List.of(
                        CoercionInputShape.String,
                        CoercionInputShape.EmptyString,
                        CoercionInputShape.Boolean)) {
                  all.setCoercion(shape, CoercionAction.Fail);
                }
              })
          .withCoercionConfig(
              LogicalType.Textual,
              text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .withCoercionConfig(
              LogicalType.Boolean,
              yesOrNo -> yesOrNo.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
          .build();

  private RulesJson() {}

  /**
   * Reads rules.
   *
   * @throws Refusal if it is no JSON, has an unknown field, or is not within {@link RuleLimits}
   */
  public static ServiceRules read(byte[] json) throws Refusal {
    ServiceRules rules;
    try {
      rules = JSON.readValue(json, ServiceRules.class);
    } catch (JsonMappingException e) {
      throw refusal(e);
    } catch (JsonProcessingException e) {
      throw new Refusal("body", "is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Refusal("body", "is no JSON: " + e.getMessage());
    }
    if (rules == null) {
      throw new Refusal("body", "is null: give an object, such as {\"weights\":{\"orders-1\":50}}");
    }
    return RuleLimits.check(rules);
  }

  /**
   * Reads what is switched off, as it stands in rules.
   *
   * @throws Refusal as {@link #read} does
   */
  public static Degradation readDegradation(byte[] json) throws Refusal {
    String body = new String(json, UTF_8);
    return read("{\"degradation\":%s}".formatted(body).getBytes(UTF_8)).degradation();
  }

  public static String write(ServiceRules rules) {
    try {
      return JSON.writeValueAsString(rules);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e); // records of texts and numbers do not fail
    }
  }

  private static Refusal refusal(JsonMappingException e) {
    String field = field(e.getPath());
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new Refusal(field, "is unknown: there are " + names(unknown.getKnownPropertyIds()));
    }
    if (e instanceof InvalidNullException) {
      return new Refusal(field, "has a null: leave it out");
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return new Refusal(field, "is no %s".formatted(kind(mismatch.getTargetType())));
    }
    return new Refusal(field, "cannot be read: " + cut(e.getOriginalMessage()));
  }

  private static String field(List<Reference> path) {
    StringBuilder field = new StringBuilder();
    for (Reference step : path) {
      if (step.getFieldName() == null) {
        field.append('[').append(step.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(cut(step.getFieldName()));
      }
    }
    return field.isEmpty() ? "body" : field.toString();
  }

  private static String names(Collection<Object> known) {
    return known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "such thing: there are "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> JSON.convertValue(constant, String.class))
              .collect(Collectors.joining(", "));
    }
    if (type == int.class || type == long.class || type == Integer.class) {
      return "whole number within range";
    }
    if (type == double.class) {
      return "number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "string";
    }
    return Collection.class.isAssignableFrom(type)
        ? "array"
        : Map.class.isAssignableFrom(type) ? "object" : "such object";
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}

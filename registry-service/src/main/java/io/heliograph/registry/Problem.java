/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;

/**
 * An error as the HTTP interface tells it: "problem details" of RFC 9457. The type is {@code
 * about:blank}, so that the status says what kind of problem it is.
 *
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what went wrong and what to do, for a person
 * @param instance the path that was asked for
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "instance"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String title, int status, String detail, String instance) {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The member {@code type}. */
  @JsonProperty
  String type() {
    return "about:blank";
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

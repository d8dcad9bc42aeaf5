/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of a job: {@code --name value} pairs and {@code --help}. A job first reads every
 * option it has, then calls {@link #ready}: problems are collected, so that a person learns of all
 * of them at once, and a misspelt option is an error, not a default.
 */
public final class JobOptions {
  private final String job;
  private final String summary;
  private final Map<String, String> given = new LinkedHashMap<>();
  private final List<String> help = new ArrayList<>();
  private final Map<String, Object> read = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private boolean helpWanted;

  /**
   * Reads a command line.
   *
   * @param job name of the job, e.g. {@code trace}
   * @param summary one line for {@code --help}
   */
  public JobOptions(String job, String summary, String... args) {
    this.job = job;
    this.summary = summary;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("--help")) {
        helpWanted = true;
      } else if (!arg.startsWith("--")) {
        problems.add("'" + arg + "' is not an option: options are --name value");
      } else if (i + 1 == args.length) {
        problems.add(arg + " needs a value");
      } else if (given.put(arg.substring(2), args[++i]) != null) {
        problems.add(arg + " is given twice");
      }
    }
  }

  /** Name of the job. */
  public String job() {
    return job;
  }

  /** A text; not empty unless the default is. */
  public String text(String name, String meaning, String defaultValue) {
    String value = value(name, meaning, defaultValue);
    if (value.isBlank() && !defaultValue.isBlank()) {
      problem(name, value, "must not be empty");
      return defaultValue;
    }
    return value;
  }

  /** A text that is printed as {@code ***}. */
  public String secret(String name, String meaning, String defaultValue) {
    String value = value(name, meaning, defaultValue);
    read.put(name, value.isEmpty() ? "" : "***");
    return value;
  }

  /** A whole number from {@code min} to {@code max}. */
  public long number(String name, String meaning, long defaultValue, long min, long max) {
    String value = value(name, meaning, Long.toString(defaultValue));
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with the range
    }
    problem(name, value, "must be a whole number from " + min + " to " + max);
    return defaultValue;
  }

  /** A duration, given in milliseconds; {@code name} should end in {@code -ms}. */
  public Duration millis(
      String name, String meaning, Duration defaultValue, Duration min, Duration max) {
    return Duration.ofMillis(
        number(name, meaning, defaultValue.toMillis(), min.toMillis(), max.toMillis()));
  }

  /** Says that the value of an option is wrong; what is right must be part of {@code rule}. */
  public void problem(String name, String value, String rule) {
    problems.add("--" + name + " " + rule + ", is '" + value + "'");
  }

  /**
   * Call after the last option was read. Prints the help if asked to, else the settings in force.
   *
   * @return whether the job should go on: false after {@code --help}
   * @throws IllegalArgumentException if options are unknown or wrong; the message names them all
   */
  public boolean ready(PrintStream out) {
    if (helpWanted) {
      out.println("Heliograph job " + job + ": " + summary);
      help.forEach(out::println);
      return false;
    }
    for (String name : given.keySet()) {
      if (!read.containsKey(name)) {
        problems.add("--" + name + " is unknown: see --help");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("job " + job + ": " + String.join("; ", problems));
    }
    out.println("heliograph-" + job + " " + read);
    return true;
  }

  private String value(String name, String meaning, String defaultValue) {
    help.add(String.format("  --%-26s %s [%s]", name, meaning, defaultValue));
    String value = given.getOrDefault(name, defaultValue);
    read.put(name, value);
    return value;
  }
}

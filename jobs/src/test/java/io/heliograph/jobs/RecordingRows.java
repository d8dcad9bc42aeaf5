/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.sinks.ArrayColumn;
import io.heliograph.sinks.FloatColumn;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;
import io.heliograph.sinks.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The rows of one table, as plain objects. */
final class RecordingRows implements Rows {
  private final TableSchema schema;
  private final Map<String, Cell> cells = new LinkedHashMap<>();
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private int marked;

  RecordingRows(TableSchema schema) {
    this.schema = schema;
    schema.columns().forEach(c -> cells.put(c.name(), new Cell()));
  }

  /** What was added to a column since the last row. */
  private static final class Cell {
    final List<Object> values = new ArrayList<>();
    boolean array;
    Entries map;
  }

  List<Map<String, Object>> rows() {
    return rows;
  }

  void mark() {
    marked = rows.size();
  }

  void takeBack() {
    discardRow();
    rows.subList(marked, rows.size()).clear();
  }

  private Cell cell(String column) {
    Cell cell = cells.get(column);
    if (cell == null) {
      throw new IllegalArgumentException(schema.table() + " has no column " + column);
    }
    return cell;
  }

  @Override
  public IntegerColumn integers(String column) {
    return cell(column).values::add;
  }

  @Override
  public FloatColumn floats(String column) {
    return cell(column).values::add;
  }

  @Override
  public StringColumn strings(String column) {
    return new Strings(cell(column).values::add);
  }

  @Override
  public MapColumn map(String column) {
    Cell cell = cell(column);
    cell.map = new Entries(cell.values::add);
    return cell.map;
  }

  @Override
  public ArrayColumn array(String column) {
    Cell cell = cell(column);
    cell.array = true;
    return new ArrayColumn() {
      @Override
      public IntegerColumn integers() {
        return cell.values::add;
      }

      @Override
      public FloatColumn floats() {
        return cell.values::add;
      }

      @Override
      public StringColumn strings() {
        return new Strings(cell.values::add);
      }

      @Override
      public MapColumn maps() {
        return new Entries(cell.values::add);
      }

      @Override
      public ArrayColumn arrays() {
        throw new UnsupportedOperationException();
      }

      @Override
      public void end() {}
    };
  }

  @Override
  public void endRow(boolean countsAsItem) {
    Map<String, Object> row = new LinkedHashMap<>();
    cells.forEach(
        (name, cell) -> {
          if (cell.map != null) {
            cell.map.end();
          }
          if (cell.array) {
            row.put(name, List.copyOf(cell.values));
          } else if (cell.values.size() == 1) {
            row.put(name, cell.values.get(0));
          } else {
            throw new IllegalStateException(name + " got " + cell.values);
          }
        });
    rows.add(row);
    discardRow();
  }

  @Override
  public void discardRow() {
    cells
        .values()
        .forEach(
            cell -> {
              cell.values.clear();
              if (cell.map != null) {
                cell.map.discard();
              }
            });
  }

  @Override
  public void append(Object... values) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      row.put(schema.columns().get(i).name(), values[i]);
    }
    rows.add(row);
  }

  @Override
  public void appendItem(Object... values) {
    append(values);
  }

  /** Text. */
  private record Strings(Consumer<Object> to) implements StringColumn {
    @Override
    public void add(byte[] bytes, int offset, int length) {
      to.accept(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void addHex(byte[] bytes, int offset, int length) {
      to.accept(HexFormat.of().formatHex(bytes, offset, offset + length));
    }

    @Override
    public void addDecimal(long value) {
      to.accept(Long.toString(value));
    }
  }

  /** A map that keeps its order, and the last of equal keys. */
  private static final class Entries implements MapColumn {
    private final Consumer<Object> to;
    private final List<String> keys = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    Entries(Consumer<Object> to) {
      this.to = to;
    }

    void discard() {
      keys.clear();
      values.clear();
    }

    @Override
    public StringColumn keys() {
      return new Strings(key -> keys.add((String) key));
    }

    @Override
    public StringColumn values() {
      return new Strings(value -> values.add((String) value));
    }

    @Override
    public void end() {
      Map<String, String> map = new LinkedHashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        map.put(keys.get(i), values.get(i));
      }
      discard();
      to.accept(map);
    }
  }
}

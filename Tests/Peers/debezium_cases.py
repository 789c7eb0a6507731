"""The type cases of the comparison with Debezium: one table per column type, with values at the edges of each.

Each case is `Case(name, column, values)`: the table `name` has `id INT NOT NULL PRIMARY KEY` and the column `c`; values
are SQL expressions, one row each. The first row is then updated to the last value and the last row deleted.
"""

from dataclasses import dataclass, field


@dataclass
class Case:
    name: str
    column: str
    values: list = field(default_factory=list)


INTEGERS = [
    Case("tinyint_signed", "TINYINT", ["-128", "-1", "0", "127", "NULL"]),
    Case("tinyint_unsigned", "TINYINT UNSIGNED NOT NULL", ["0", "128", "255"]),
    Case("tinyint_1", "TINYINT(1)", ["0", "1", "-128", "NULL"]),
    Case("boolean_type", "BOOLEAN NOT NULL DEFAULT TRUE", ["TRUE", "FALSE"]),
    Case("smallint_signed", "SMALLINT", ["-32768", "32767", "NULL"]),
    Case("smallint_unsigned", "SMALLINT UNSIGNED", ["0", "65535"]),
    Case("mediumint_signed", "MEDIUMINT", ["-8388608", "8388607"]),
    Case("mediumint_unsigned", "MEDIUMINT UNSIGNED", ["0", "16777215"]),
    Case("int_signed", "INT", ["-2147483648", "0", "2147483647"]),
    Case("int_unsigned", "INT UNSIGNED", ["0", "2147483648", "4294967295"]),
    Case("int_zerofill", "INT(8) UNSIGNED ZEROFILL", ["7", "99999999"]),
    Case("bigint_signed", "BIGINT", ["-9223372036854775808", "-1", "9007199254740993", "9223372036854775807"]),
    Case("bigint_unsigned", "BIGINT UNSIGNED", ["0", "9223372036854775807", "NULL"]),
    Case("bigint_unsigned_wide", "BIGINT UNSIGNED", ["9223372036854775808", "18446744073709551615"]),
    Case("year_type", "YEAR", ["1901", "2024", "2155", "NULL"]),
    Case("year_zero", "YEAR NOT NULL", ["0", "2024"]),
]

NUMBERS = [
    Case("decimal_10_2", "DECIMAL(10,2)", ["123.45", "-123.45", "0", "99999999.99", "-99999999.99", "0.01", "NULL"]),
    Case("decimal_5_0", "DECIMAL(5,0)", ["-1", "127", "128", "-128", "-129", "99999"]),
    Case("decimal_65_30", "DECIMAL(65,30)", [
        "99999999999999999999999999999999999.999999999999999999999999999999",
        "-99999999999999999999999999999999999.999999999999999999999999999999",
        "0.000000000000000000000000000001", "-0.000000000000000000000000000001", "1"]),
    Case("decimal_65_0", "DECIMAL(65,0)", ["1" + "0" * 64, "-" + "9" * 65]),
    Case("decimal_30_30", "DECIMAL(30,30)", ["0.123456789012345678901234567890", "-0.5"]),
    Case("decimal_unsigned", "DECIMAL(20,10) UNSIGNED NOT NULL", ["0", "1234567890.0987654321"]),
    Case("float_type", "FLOAT", [
        "0", "-0e0", "1", "0.1", "-2.5", "1e7", "12345678", "1e10", "1e-3", "1e-4", "3.4028235e38", "1.4e-45",
        "7e-45", "16777216", "0.3333333", "NULL"]),
    Case("float_java_17", "FLOAT", ["1.17549435e-38", "-2.5e10", "3e-44"]),
    Case("float_10", "FLOAT(10)", ["1.5", "123456.7"]),
    Case("float_53", "FLOAT(53)", ["0.1", "1e300"]),
    Case("float_7_3", "FLOAT(7,3)", ["1234.567", "-0.1"]),
    Case("double_type", "DOUBLE", [
        "0", "-0e0", "1", "0.1", "-2.5", "1e6", "1e7", "12345678", "123456789.123", "1e10", "1e15", "9e15", "1e16",
        "1e21", "1e22", "1e-3", "1e-4", "1.7976931348623157e308", "2.2250738585072014e-308", "4.9e-324", "2e-323",
        "9007199254740993", "0.1e0+0.2e0", "PI()", "1.0E-5", "2.5e-10", "100", "1234567", "0.001234", "NULL"]),
    Case("double_java_17", "DOUBLE", ["1e23", "1e-323", "2e-322"]),
    Case("double_10_4", "DOUBLE(10,4)", ["123456.7891", "-1"]),
    Case("real_type", "REAL NOT NULL", ["2.75"]),
    Case("bit_1", "BIT(1)", ["b'0'", "b'1'", "NULL"]),
    Case("bit_5", "BIT(5) NOT NULL", ["b'0'", "b'10001'"]),
    Case("bit_8", "BIT(8)", ["0", "255"]),
    Case("bit_10", "BIT(10)", ["b'1000000001'", "3"]),
    Case("bit_64", "BIT(64)", ["1", "0x8000000000000001", "0xFFFFFFFFFFFFFFFF"]),
]

TEMPORALS = [
    Case("date_type", "DATE", ["'1970-01-01'", "'1969-12-31'", "'2018-06-20'", "'1000-01-01'", "'9999-12-31'", "NULL"]),
    Case("date_zero", "DATE", ["'0000-00-00'", "'2024-00-00'", "'2024-05-00'"]),
    Case("date_zero_required", "DATE NOT NULL", ["'0000-00-00'", "'2024-00-10'"]),
    Case("date_early", "DATE", ["'0001-01-01'", "'0050-06-15'", "'0099-12-31'", "'0100-01-01'"]),
    Case("time_type", "TIME", ["'00:00:00'", "'-838:59:59'", "'838:59:59'", "'-00:00:01'", "'23:59:59'", "NULL"]),
    *[Case(f"time_{digits}", f"TIME({digits})", [
        "'17:51:04.777777'", "'-01:02:03.123456'", "'-00:00:00.5'", "'838:59:58.999999'"]) for digits in range(1, 7)],
    Case("time_required", "TIME NOT NULL DEFAULT '12:00:00'", ["'-00:00:01'"]),
    Case("datetime_type", "DATETIME", [
        "'2018-06-20 13:37:03'", "'1970-01-01 00:00:00'", "'1969-12-31 23:59:59'", "'1000-01-01 00:00:00'",
        "'9999-12-31 23:59:59'", "NULL"]),
    *[Case(f"datetime_{digits}", f"DATETIME({digits})", [
        "'2018-06-20 13:37:03.123456'", "'1969-12-31 23:59:59.987654'", "'9999-12-31 23:59:59'"])
      for digits in range(1, 7)],
    Case("datetime_zero", "DATETIME", ["'0000-00-00 00:00:00'", "'2024-00-10 01:02:03'"]),
    Case("datetime_zero_required", "DATETIME(6) NOT NULL", ["'0000-00-00 00:00:00'"]),
    Case("datetime_early", "DATETIME", ["'0001-01-01 00:00:00'", "'0069-01-01 00:00:00'", "'0100-01-01 00:00:00'"]),
    Case("timestamp_type", "TIMESTAMP NULL", [
        "'1970-01-01 00:00:01'", "'2018-06-20 13:37:03'", "'2038-01-19 03:14:07'", "NULL"]),
    *[Case(f"timestamp_{digits}", f"TIMESTAMP({digits}) NULL", [
        "'2018-06-20 13:37:03.123456'", "'2018-06-20 13:37:03'", "'2018-06-20 13:37:03.1'"]) for digits in range(1, 7)],
    Case("timestamp_zero", "TIMESTAMP NULL", ["'0000-00-00 00:00:00'"]),
    Case("timestamp_zero_required", "TIMESTAMP(3) NOT NULL DEFAULT '2000-01-01 00:00:00'", ["'0000-00-00 00:00:00'"]),
]

TEXTS = [
    Case("char_10", "CHAR(10)", ["''", "'abc'", "'a b  '", "'größe'", "'已支付'", "NULL"]),
    Case("varchar_utf8mb4", "VARCHAR(100)", [
        "''", "'plain'", r"'quote \" backslash \\ slash /'", r"'tab\t newline\n return\r nul\0 bell'",
        "CONCAT('controls ', CHAR(1), CHAR(8), CHAR(12), CHAR(27), CHAR(31), CHAR(127))", "'<>&'''",
        "_utf8mb4 0xE280A8E280A9EFBBBFC280C2A0", "NULL"]),
    Case("varchar_emoji", "VARCHAR(20)", ["'emoji \U0001F600'"]),
    Case("varchar_utf8mb3", "VARCHAR(20) CHARACTER SET utf8mb3", ["'é'", "'€'"]),
    Case("varchar_latin1", "VARCHAR(20) CHARACTER SET latin1", ["'größe €'", "_latin1 0xFF"]),
    Case("varchar_ascii", "VARCHAR(20) CHARACTER SET ascii", ["'ascii'"]),
    Case("varchar_gbk", "VARCHAR(20) CHARACTER SET gbk", ["'已支付'"]),
    Case("varchar_bin", "VARCHAR(20) COLLATE utf8mb4_bin NOT NULL DEFAULT 'x''y'", ["'b'"]),
    Case("nchar_type", "NATIONAL CHAR(5)", ["'n'"]),
    Case("tinytext_type", "TINYTEXT", ["'t'", "NULL"]),
    Case("text_type", "TEXT NOT NULL", ["'text'", "REPEAT('0123456789', 8)"]),
    Case("mediumtext_type", "MEDIUMTEXT", ["'m'"]),
    Case("longtext_type", "LONGTEXT", ["'l'"]),
    Case("enum_comma", "ENUM('a','with,comma')", ["'with,comma'"]),
    Case("enum_type", "ENUM('NEW','PAID','a\"b','已','it''s')", [
        "'NEW'", "'PAID'", "'a\"b'", "'已'", "'it''s'", "'not a member'", "NULL"]),
    Case("enum_default", "ENUM('s','m','l') CHARACTER SET latin1 NOT NULL DEFAULT 'm'", ["'l'"]),
    Case("set_type", "SET('a','b','c','ü')", ["''", "'a'", "'a,c'", "'c,b,a,ü'", "NULL"]),
    Case("set_64", "SET(" + ",".join(f"'m{n}'" for n in range(64)) + ") NOT NULL DEFAULT 'm1,m2'",
         ["'m0,m63'", "'m7'"]),
]

BINARIES = [
    Case("binary_4", "BINARY(4)", ["x'01'", "x'01020304'", "x'00'", "''", "NULL"]),
    Case("binary_1", "BINARY NOT NULL", ["x'FF'"]),
    Case("varbinary_8", "VARBINARY(8)", ["x'0102'", "''", "x'FBEFBEFF'", "NULL"]),
    Case("tinyblob_type", "TINYBLOB", ["x'00FF'"]),
    Case("blob_type", "BLOB", ["x'FBEFBEFFFE'", "REPEAT(x'AB', 60)", "NULL"]),
    Case("mediumblob_type", "MEDIUMBLOB", ["x'01'"]),
    Case("longblob_type", "LONGBLOB NOT NULL", ["''", "x'010203'"]),
    Case("char_byte", "CHAR(3) CHARACTER SET binary", ["'ab'"]),
]

DOCUMENTS = [
    Case("json_literals", "JSON", ["'null'", "'true'", "'false'", "'[]'", "'{}'", "'\"text\"'", "'\"\"'", "NULL"]),
    Case("json_nested", "JSON", ["""'{"b": [1, 2, {"c": null}], "a": {"x": "y"}, "": []}'""", "'[[[]], {}]'"]),
    Case("json_required", "JSON NOT NULL", ["""'{"a": 1}'"""]),
    Case("json_text", "JSON", [r"""'"quote \\" backslash \\\\ slash / tab \\t nl \\n nul \\u0000 del \\u007f"'""",
                               "'\"größe 已\"'", """'{"k\\\\"ey": 1}'""",
                               r"""'"\\u0001\\u0008\\u000b\\u000c\\u001f\\u2028"'"""]),
    Case("json_emoji", "JSON", ["'\"\U0001F600\"'"]),
    Case("json_integers", "JSON", ["'[0, -1, 32767, 32768, -32769, 65535, 65536, 2147483647, 2147483648, -2147483649, "
                                   "4294967296, 9223372036854775807, -9223372036854775808]'"]),
    Case("json_unsigned_wide", "JSON", ["'[9223372036854775808, 18446744073709551615]'"]),
    Case("json_doubles", "JSON", ["'[0.0, 1.0, 0.1, -2.5, 1e7, 12345678.5]'", "'[100.0, 1e6, 1e15, 123456789012.0]'",
                                  "'[1e16, -1e19, 0.001, -0.0, 9007199254740993.0, 0.30000000000000004]'"]),
    Case("json_doubles_exact", "JSON", ["'[1e21, 1.5e300, 1e-5, 0.0001, 4.9e-324, 18446744073709551616]'",
                                        "'[123456789.123, 1.1e-7, 9.9e-15, 1e-15, 1e-16, 1.25e15, 1e14]'"]),
    Case("json_decimal", "JSON", ["JSON_ARRAY(CAST(123.45 AS DECIMAL(10,2)), CAST(-0.001 AS DECIMAL(10,3)), "
                                  "CAST(1 AS DECIMAL(65,30)), 0.00, CAST(5 AS DECIMAL(5,0)))"]),
    Case("json_date", "JSON", ["JSON_ARRAY(DATE'2015-01-15', DATE'9999-12-31')"]),
    Case("json_time", "JSON", ["JSON_ARRAY(TIME'23:24:25.12', TIME'23:24:25', TIME'00:00:00')",
                               "JSON_ARRAY(TIME'838:59:59', TIME'23:24:25.000012')"]),
    Case("json_time_negative", "JSON", ["JSON_ARRAY(TIME'-01:02:03', TIME'-00:00:00.5')"]),
    Case("json_datetime", "JSON", ["JSON_ARRAY(TIMESTAMP'2015-01-15 23:24:25.12', TIMESTAMP'2015-01-15 23:24:25')",
                                   "JSON_ARRAY(TIMESTAMP'2015-01-15 23:24:25.000012')"]),
    Case("json_timestamp", "JSON", ["JSON_ARRAY(UNIX_TIMESTAMP('2015-01-15 23:24:25'), FROM_UNIXTIME(1421364265))"]),
    Case("json_binary", "JSON", ["CAST(x'cafebabe' AS JSON)", "JSON_OBJECT('b', CAST(b'1010' AS JSON))",
                                 "JSON_ARRAY(CAST('x' AS BINARY))", "CAST(x'' AS JSON)"]),
    Case("json_binary_long", "JSON", [f"CAST(REPEAT(x'AB', {count}) AS JSON)" for count in (100, 57, 58)]),
    Case("json_columns", "JSON", [f"(SELECT JSON_ARRAY({column}) FROM opaque)" for column in
                                  ("bi", "bl", "bn", "vb", "en", "st", "ts", "ti", "dt", "da", "fl", "ye", "tx")]),
    Case("json_year", "JSON", ["JSON_ARRAY(CAST(2024 AS YEAR))"]),
    Case("json_geometry", "JSON", ["CAST(ST_GeomFromText('POINT(1 2)') AS JSON)"]),
    Case("json_many", "JSON", ["CAST(CONCAT('[', REPEAT('70000,', 60), '2]') AS JSON)"]),
]

WKT = {
    "point": ["POINT(1 2)", "POINT(-180.5 90.25)"],
    "linestring": ["LINESTRING(0 0,1 1,2 2)"],
    "polygon": ["POLYGON((0 0,1 0,1 1,0 0))"],
    "multipoint": ["MULTIPOINT((0 0),(1 1))"],
    "multilinestring": ["MULTILINESTRING((0 0,1 1),(2 2,3 3))"],
    "multipolygon": ["MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 2,3 2,3 3,2 2)))"],
    "geometrycollection": ["GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))", "GEOMETRYCOLLECTION EMPTY"],
}

SPATIALS = [
    *[Case(f"{kind}_type", kind.upper(), [*(f"ST_GeomFromText('{text}')" for text in texts), "NULL"])
      for kind, texts in WKT.items()],
    Case("point_srid", "POINT NOT NULL SRID 4326", ["ST_GeomFromText('POINT(10 20)', 4326)"]),
    Case("geometry_type", "GEOMETRY", [
        *(f"ST_GeomFromText('{texts[0]}')" for texts in WKT.values()), "ST_GeomFromText('POINT(1 2)', 3857)", "NULL"]),
    Case("geometry_required", "GEOMETRY NOT NULL", ["ST_GeomFromText('LINESTRING(0 0,1 1)', 4326)"]),
    Case("vector_3", "VECTOR(3)", ["TO_VECTOR('[1,2,3]')", "TO_VECTOR('[0.1,-2.5e9,1e-20]')", "NULL"]),
    Case("vector_default", "VECTOR NOT NULL", ["TO_VECTOR('[3.4028235e38]')"]),
]

DECLARATIONS = [
    Case("default_int", "INT NOT NULL DEFAULT 42", ["1"]),
    Case("default_int_null", "INT DEFAULT NULL", ["1", "NULL"]),
    Case("default_nullable", "INT DEFAULT 7", ["1", "NULL"]),
    Case("default_bigint_unsigned", "BIGINT UNSIGNED DEFAULT 18446744073709551615", ["1"]),
    Case("default_decimal", "DECIMAL(10,4) NOT NULL DEFAULT 12.5", ["1"]),
    Case("default_double", "DOUBLE DEFAULT -1.5e10", ["1"]),
    Case("default_float", "FLOAT DEFAULT 0.1", ["1"]),
    Case("default_text", "VARCHAR(30) NOT NULL DEFAULT 'say \"hi\" it''s'", ["'x'"]),
    Case("default_empty", "VARCHAR(30) DEFAULT ''", ["'x'"]),
    Case("default_date", "DATE DEFAULT '2020-02-29'", ["'2021-01-01'"]),
    Case("default_date_zero", "DATE NOT NULL DEFAULT '0000-00-00'", ["'2021-01-01'"]),
    Case("default_datetime", "DATETIME DEFAULT '2020-02-29 12:34:56'", ["'2021-01-01'"]),
    Case("default_datetime_6", "DATETIME(6) DEFAULT '2020-02-29 12:34:56.123456'", ["'2021-01-01'"]),
    Case("default_now", "DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", ["'2021-01-01'"]),
    Case("default_timestamp", "TIMESTAMP(3) NULL DEFAULT '2020-02-29 12:34:56.123'", ["'2021-01-01'"]),
    Case("default_now_6", "DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)", ["'2021-01-01'"]),
    Case("default_now_nullable", "DATETIME DEFAULT CURRENT_TIMESTAMP", ["'2021-01-01'"]),
    Case("default_timestamp_now_3", "TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)", ["'2021-01-01'"]),
    Case("default_timestamp_zero", "TIMESTAMP NOT NULL DEFAULT '0000-00-00 00:00:00'", ["'2021-01-01'"]),
    Case("default_timestamp_now", "TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP", ["'2021-01-01'"]),
    Case("default_time", "TIME DEFAULT '-01:02:03'", ["'00:00:01'"]),
    Case("default_year", "YEAR DEFAULT 2020", ["2021"]),
    Case("default_bit", "BIT(10) DEFAULT b'1000000001'", ["b'1'"]),
    Case("default_bit_1", "BIT(1) NOT NULL DEFAULT b'1'", ["b'0'"]),
    Case("default_enum", "ENUM('a','b') DEFAULT 'b'", ["'a'"]),
    Case("default_set", "SET('a','b') DEFAULT 'a,b'", ["'a'"]),
    Case("default_binary", "BINARY(4) DEFAULT 'ab'", ["'x'"]),
    Case("default_expression", "INT DEFAULT (1 + 1)", ["1"]),
    Case("commented", "INT NOT NULL COMMENT 'how many \"pieces\"'", ["1"]),
    Case("generated_virtual", "INT AS (id * 2) VIRTUAL", []),
    Case("generated_stored", "INT AS (id * 3) STORED", []),
    Case("invisible_column", "INT INVISIBLE DEFAULT 5", ["1"]),
]

CASES = [*INTEGERS, *NUMBERS, *TEMPORALS, *TEXTS, *BINARIES, *DOCUMENTS, *SPATIALS, *DECLARATIONS]


def create_tables():
    """The DDL that stands before Debezium begins."""
    for case in CASES:
        yield f"CREATE TABLE `{case.name}` (id INT NOT NULL PRIMARY KEY, c {case.column})"
    yield from SHAPES


# Tables whose shape, not whose types, is in question: keys and names. Row images other than FULL are not here: Debezium
# 3.6 stops at them ("internal schema size 6, but row size 4"), as it does at the date '2023-02-31'.
SHAPES = [
    "CREATE TABLE opaque (bi BIT(12), bl BLOB, bn BINARY(3), vb VARBINARY(3), en ENUM('e'), st SET('s','t'), "
    "ts TIMESTAMP(3) NULL, ti TIME(2), dt DATETIME(6), da DATE, fl FLOAT, ye YEAR, tx TEXT)",
    "INSERT INTO opaque VALUES (b'101010101010', x'FF', x'FE', x'FD', 'e', 's,t', '2020-01-02 03:04:05.678', "
    "'12:34:56.78', '2020-01-02 03:04:05.678901', '2020-01-02', 0.1, 2020, 'tx')",
    "CREATE TABLE shape_composite (b VARCHAR(10) NOT NULL, a BIGINT NOT NULL, v INT, PRIMARY KEY (a, b))",
    "CREATE TABLE shape_no_key (v INT, w VARCHAR(10))",
    "CREATE TABLE shape_unique (v INT NOT NULL, w VARCHAR(10), UNIQUE KEY (v))",
    "CREATE TABLE shape_key_change (id INT UNSIGNED NOT NULL PRIMARY KEY, v INT)",
    "CREATE TABLE `shape name-1` (`the id` INT NOT NULL PRIMARY KEY, `größe` INT, `a.b` INT, `q\"q` INT)",
    "CREATE TABLE shape_truncate (id INT NOT NULL PRIMARY KEY, v INT)",
    "CREATE TABLE shape_wide (id INT NOT NULL PRIMARY KEY, n INT, t TEXT, j JSON, b BLOB, d DECIMAL(5,2))",
    "CREATE TABLE shape_string_key (id VARCHAR(20) NOT NULL PRIMARY KEY, v INT)",
    "CREATE TABLE shape_binary_key (id BINARY(4) NOT NULL PRIMARY KEY, v INT)",
    "CREATE TABLE shape_default_key (id INT NOT NULL DEFAULT 3 PRIMARY KEY, v INT)",
]

SHAPE_CHANGES = [
    "INSERT INTO shape_composite VALUES ('x', 1, 1), ('y', 2, 2)",
    "UPDATE shape_composite SET v = v + 10",
    "UPDATE shape_composite SET b = 'z' WHERE a = 1",
    "INSERT INTO shape_no_key VALUES (1, 'a'), (1, 'a')",
    "UPDATE shape_no_key SET v = 2 LIMIT 1",
    "DELETE FROM shape_no_key LIMIT 1",
    "INSERT INTO shape_unique VALUES (1, 'a'), (2, NULL)",
    "DELETE FROM shape_unique WHERE v = 1",
    "INSERT INTO shape_key_change VALUES (1, 10), (4294967295, 20)",
    "UPDATE shape_key_change SET id = 2 WHERE id = 1",
    "INSERT INTO `shape name-1` VALUES (1, 2, 3, 4)",
    "INSERT INTO shape_truncate VALUES (1, 1)",
    "TRUNCATE TABLE shape_truncate",
    "INSERT INTO shape_wide VALUES (1, 1, 'long', '{\"a\": 1}', x'01', 1.5)",
    "INSERT INTO shape_string_key VALUES ('a \"key\"', 1)",
    "INSERT INTO shape_binary_key VALUES (x'01', 1)",
    "INSERT INTO shape_default_key VALUES (4, 1)",
    "BEGIN",
    "INSERT INTO shape_no_key VALUES (7, 'tx')",
    "INSERT INTO shape_truncate VALUES (7, 7), (8, 8)",
    "UPDATE shape_truncate SET v = 9",
    "COMMIT",
    "BEGIN",
    "UPDATE shape_key_change SET id = id + 1 WHERE id = 2",
    "DELETE FROM shape_key_change WHERE id = 3",
    "COMMIT",
]

# Tables whose schema-change records are compared; a row of each tells the columns as the binlog has them.
DECLARED = {
    "ddl_one": "id INT NOT NULL PRIMARY KEY AUTO_INCREMENT, name VARCHAR(20) CHARACTER SET latin1 NOT NULL DEFAULT 'n' "
               "COMMENT 'its name', price DECIMAL(10,2), kind ENUM('a','b'), made TIMESTAMP(3) NULL, n INT UNSIGNED",
    "ddl_types": "b VARCHAR(3) NOT NULL, a INT NOT NULL, ti TINYINT UNSIGNED, si SMALLINT, mi MEDIUMINT, "
                 "bi BIGINT UNSIGNED, fl FLOAT, fs FLOAT(7,3), do DOUBLE, d2 DOUBLE(10,4), de DECIMAL(65,30), b1 BIT(1), "
                 "b9 BIT(9), ye YEAR, da DATE, tm TIME, t6 TIME(6), dt DATETIME, d3 DATETIME(3), ts TIMESTAMP NULL, "
                 "ch CHAR(10), bn BINARY(4), vb VARBINARY(8), tb TINYBLOB, bl BLOB, mb MEDIUMBLOB, lb LONGBLOB, tt TINYTEXT, te TEXT, mt MEDIUMTEXT, "
                 "lt LONGTEXT, st SET('x','y','z'), js JSON, ge GEOMETRY, po POINT, ls LINESTRING, ve VECTOR(3), "
                 "PRIMARY KEY (a, b)",
    "ddl_defaults": "id INT NOT NULL PRIMARY KEY, i INT DEFAULT 5, s VARCHAR(9) DEFAULT 'x', "
                    "d DECIMAL(6,2) DEFAULT 1.50, t DATETIME DEFAULT CURRENT_TIMESTAMP, "
                    "f DOUBLE NOT NULL DEFAULT 0.25, e ENUM('a','b') DEFAULT 'b', "
                    "g INT AS (i + 1) STORED, y DATE DEFAULT '2020-02-29', n INT DEFAULT NULL, b BIT(3) DEFAULT b'101'",
}
ONE_ROW = {"ddl_one": "(name) VALUES ('n')", "ddl_types": "(a, b) VALUES (1, 'b')", "ddl_defaults": "(id) VALUES (1)"}
COLUMNS = "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLUMN_DEFAULT, EXTRA, DATA_TYPE, NUMERIC_PRECISION " \
          "FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = DATABASE() {} ORDER BY TABLE_NAME, ORDINAL_POSITION"


def schema_changes():
    for name, columns in DECLARED.items():
        yield f"CREATE TABLE {name} ({columns})"
        yield COLUMNS.format(f"AND TABLE_NAME = '{name}'")
        yield f"INSERT INTO {name} {ONE_ROW[name]}"
    yield "ALTER TABLE ddl_one ADD COLUMN more BIGINT UNSIGNED AFTER id, DROP COLUMN kind"
    yield COLUMNS.format("AND TABLE_NAME = 'ddl_one' AND COLUMN_NAME = 'more'")
    yield "INSERT INTO ddl_one (name) VALUES ('n')"
    yield "RENAME TABLE ddl_one TO ddl_two"
    yield "TRUNCATE TABLE ddl_two"
    yield "DROP TABLE ddl_two"
    yield "CREATE DATABASE types_two"
    yield "DROP DATABASE types_two"


def changes():
    """The changes that both read; between them SELECTs of the JSON documents as the server prints them."""
    for case in CASES:
        if not case.values:
            yield f"INSERT INTO `{case.name}` (id) VALUES (1), (2)"
        else:
            rows = ", ".join(f"({n}, {value})" for n, value in enumerate(case.values, 1))
            yield f"INSERT INTO `{case.name}` (id, c) VALUES {rows}"
            if case in DOCUMENTS:
                yield f"SELECT '{case.name}', id, CAST(c AS CHAR) FROM `{case.name}` ORDER BY id"
            if len(case.values) > 1:
                last = [value for value in case.values if value != "NULL"][-1]
                yield f"UPDATE `{case.name}` SET c = {last} WHERE id = 1"
        yield f"DELETE FROM `{case.name}` WHERE id = {max(1, len(case.values))}"
    yield from SHAPE_CHANGES
    yield from schema_changes()

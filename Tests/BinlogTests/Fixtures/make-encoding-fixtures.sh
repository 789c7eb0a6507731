#!/bin/bash
# Makes the fixtures of what servers write in other encodings: compressed events and columns, partial JSON, vectors,
# every BIT, fraction and charset, wide tables. NAME-TOPIC.binlog, and NAME-TOPIC.golden: per table "# table" and what
# SELECT printed at the end. Usage: make-encoding-fixtures.sh NAME CLIENT [ARGUMENT…] (see make-fixtures.sh)
#
# mariadb-10.11-encrypted.binlog is a file of a server with encrypt_binlog=ON (plugin file_key_management), and
# mariadb-10.11-decrypted.binlog is what that server sent of it (mariadb-binlog --read-from-remote-server --raw).
set -euo pipefail
name=$1; shift
cd "$(dirname "$0")"
client=("$@" --default-character-set=utf8mb4)
sql() { "${client[@]}" -N -B "$@"; }
session="SET SESSION sql_mode='', time_zone='+00:00';"
[[ $(sql -e 'SELECT VERSION()') == *MariaDB* ]] && flavour=mariadb || flavour=mysql
run() { { echo "$session"; cat; } | sql fixture; }
begin() { # after this only what belongs to the topic stands in the binlog
  [[ $flavour == mysql ]] && sql -e 'RESET BINARY LOGS AND GTIDS' || sql -e 'RESET MASTER'
  file=$(sql -e 'SHOW BINARY LOGS' | tail -1 | cut -f1)
}
golden() { # TABLE: hex for bytes, numbers for ENUM and SET, all else as the server prints it
  echo "# $1"
  local columns
  columns=$(sql -e "SET SESSION group_concat_max_len=1000000; SELECT GROUP_CONCAT(CASE
    WHEN data_type IN ('enum','set') THEN CONCAT('\`',column_name,'\`+0')
    WHEN data_type='float' THEN CONCAT('\`',column_name,'\`+0e0')
    WHEN data_type='json' THEN CONCAT('\`',column_name,'\` IS NOT NULL')
    WHEN data_type REGEXP 'char|text|blob|binary|bit|vector|geometry|point|polygon|linestring' AND data_type<>'bigint'
      THEN CONCAT('HEX(\`',column_name,'\`)')
    WHEN data_type IN ('uuid','inet4','inet6') THEN CONCAT('HEX(CAST(\`',column_name,'\` AS BINARY(16)))')
    ELSE CONCAT('\`',column_name,'\`') END ORDER BY ordinal_position)
    FROM information_schema.columns WHERE table_schema='fixture' AND table_name='$1'")
  sql fixture -e "$session SELECT $columns FROM \`$1\` ORDER BY 1"
}
finish() { # TOPIC TABLE…
  local topic=$1; shift
  sql -e 'FLUSH BINARY LOGS'
  cp "$(dirname "$(sql -e 'SELECT @@log_bin_basename')")/$file" "$name-$topic.binlog"; chmod 644 "$name-$topic.binlog"
  (($# == 0)) || for table; do golden "$table"; done >"$name-$topic.golden"
  ls -l "$name-$topic"*
}
members() { # COUNT: members of an ENUM, base 36
  perl -e 'my @d=(0..9,"a".."z"); print join ",", map { my ($n,$s)=($_,""); do { $s=$d[$n%36].$s; $n=int $n/36 } while $n; "\x27$s\x27" } 0..$ARGV[0]-1' "$1"
}
sql -e "SET GLOBAL binlog_row_metadata=FULL; DROP DATABASE IF EXISTS fixture; CREATE DATABASE fixture CHARACTER SET utf8mb4;"

# Every BIT, every number of fraction digits, YEAR 0000, zero and partial dates; twice, so that rows change.
begin
run <<SQL
CREATE TABLE bits (id INT PRIMARY KEY, $(for i in $(seq 64); do printf 'b%d BIT(%d),' "$i" "$i"; done) y YEAR);
INSERT INTO bits SET id=1, $(for i in $(seq 64); do printf 'b%d=~0>>%d,' "$i" $((64 - i)); done) y='0000';
INSERT INTO bits SET id=2, $(for i in $(seq 64); do printf 'b%d=1,' "$i"; done) y=2155;
INSERT INTO bits SET id=3, $(for i in $(seq 64); do printf 'b%d=1<<%d,' "$i" $((i - 1)); done) y=1901;
INSERT INTO bits (id) VALUES (4);
UPDATE bits SET b64=b63, b1=0, y=70 WHERE id=1;
CREATE TABLE temporals (id INT PRIMARY KEY, d DATE,
  $(for i in 0 1 2 3 4 5 6; do printf 't%d TIME(%d), dt%d DATETIME(%d), ts%d TIMESTAMP(%d) NULL,' $i $i $i $i $i $i; done) x INT);
SET @r=0;
$(n=0; for value in "'0000-00-00','0:0:0','0000-00-00 00:00:00','0000-00-00 00:00:00'" \
  "'2024-00-00','-0:0:0.999999','2024-00-00 00:00:00.999999','2024-02-29 23:59:59.123456'" \
  "'2024-02-00','-00:00:01.000001','2024-02-00 01:02:03.000001','1970-01-01 00:00:01.000001'" \
  "'0000-01-01','-838:59:58.999999','0000-01-01 00:00:00.5','2038-01-19 03:14:06.999999'" \
  "'9999-12-31','838:59:58.5','9999-12-31 23:59:58.999999','2001-09-09 01:46:40.000001'" \
  "'2024-02-31','-00:00:00.01','2023-02-31 12:00:00.01','2000-02-29 12:00:00.0001'" \
  "'0001-01-01','12:34:56.654321','0001-01-01 00:00:00.000001','1999-12-31 23:59:59.99999'" "NULL,NULL,NULL,NULL"; do
  n=$((n + 1)); IFS=, read -r d t dt ts <<<"$value"
  printf "SET SESSION sql_mode='ALLOW_INVALID_DATES'; INSERT INTO temporals VALUES (%d,%s" $n "$d"
  for i in 0 1 2 3 4 5 6; do printf ',%s,%s,%s' "$t" "$dt" "$ts"; done; printf ',0);\n'; done)
UPDATE temporals SET x=1;
DELETE FROM temporals WHERE id=7;
SQL
finish values bits temporals

# ENUM and SET with members in every kind of charset, text in many collations, geometry kinds.
sets="latin1:größe latin2:řeka cp1251:привет koi8r:мир greek:λόγος sjis:日本語 gbk:汉字 big5:漢字 euckr:한국 ujis:日本 ucs2:日本é utf16:😀日 utf32:😀x utf16le:😀é utf8mb3:größe utf8mb4:😀 gb18030:汉字 binary:xyz"
[[ $flavour == mysql ]] || sets=${sets/gb18030:汉字 /}
begin
{ printf 'CREATE TABLE charsets (id INT PRIMARY KEY'
  for pair in $sets; do cs=${pair%%:*}; word=${pair#*:}
    printf ", e_%s ENUM('a','%s','c, d') CHARACTER SET %s, s_%s SET('%s','x y') CHARACTER SET %s, v_%s VARCHAR(20) CHARACTER SET %s, t_%s TEXT CHARACTER SET %s" \
      $cs "$word" $cs $cs "$word" $cs $cs $cs $cs $cs; done
  printf ', p POINT, l LINESTRING, q POLYGON, mp MULTIPOINT, ml MULTILINESTRING, mq MULTIPOLYGON, gc GEOMETRYCOLLECTION, g GEOMETRY,
    e_last ENUM("z") CHARACTER SET ascii, n INT UNSIGNED) DEFAULT CHARACTER SET latin1;\n'
  for i in 1 2 3; do printf 'INSERT INTO charsets SET id=%d' $i
    for pair in $sets; do cs=${pair%%:*}; word=${pair#*:}
      printf ", e_%s=%d, s_%s=%d, v_%s='%s', t_%s='%s'" $cs $i $cs $i $cs "$word" $cs "$word"; done
    printf ", p=ST_GeomFromText('POINT(1 2)'), q=ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))'), e_last=1;\n"; done
} | run
finish charsets charsets
{ for pair in $sets; do cs=${pair%%:*}; echo "# members e_$cs"; sql fixture -e "SELECT HEX(e_$cs) FROM charsets ORDER BY id"
  echo "# members s_$cs"; sql fixture -e "SELECT HEX(s_$cs) FROM charsets WHERE id<3 ORDER BY id"; done
  echo "# collations"; sql -e "SELECT c.column_name, l.id FROM information_schema.columns c
    JOIN information_schema.collations l ON l.collation_name=c.collation_name
    WHERE c.table_schema='fixture' AND c.table_name='charsets' ORDER BY c.ordinal_position"; } >>"$name-charsets.golden"

# 4,096 columns (MariaDB: as many as fit into 64 KiB of definition); an ENUM of 65,535 members, without their names in the binlog.
columns=4096 members=65535; [[ $flavour == mysql ]] || columns=2600 members=12000
sql -e "SET GLOBAL binlog_row_metadata=MINIMAL"
run <<SQL
CREATE TABLE wide (c1 INT PRIMARY KEY $(for i in $(seq 2 $columns); do printf ',c%d TINYINT' "$i"; done)) ENGINE=MyISAM;
CREATE TABLE members (id INT PRIMARY KEY, e ENUM($(members $members)));
SQL
begin
run <<SQL
INSERT INTO wide (c1,c2,c$columns) VALUES (1,2,-3);
UPDATE wide SET c2048=7;
INSERT INTO members VALUES (1,1),(2,256),(3,$members),(4,0),(5,NULL),(6,'9bn');
UPDATE members SET e=$((members / 2)) WHERE id=1;
SQL
finish wide wide members
sql -e "SET GLOBAL binlog_row_metadata=FULL"

rows() { # TABLE COUNT: rows whose values the test knows
  echo "INSERT INTO $1 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<$2)
    SELECT i, REPEAT(CHAR(65+i%26 USING ascii), 40+i%60), REPEAT(CHAR(i%256 USING binary), i%300) FROM n;"
}
if [[ $flavour == mysql ]]; then
  run <<<"CREATE TABLE many (id INT PRIMARY KEY, v VARCHAR(200), b BLOB); CREATE TABLE few (id INT PRIMARY KEY); CREATE TABLE named (id INT PRIMARY KEY, e ENUM($(members 65535)));"
  begin
  run <<SQL
SET SESSION cte_max_recursion_depth=10000, binlog_transaction_compression=ON, binlog_transaction_compression_level_zstd=22;
$(rows many 3000)
SET SESSION binlog_transaction_compression_level_zstd=22;
BEGIN; UPDATE many SET v=CONCAT(v,'!') WHERE id%100=0; SAVEPOINT s; DELETE FROM many WHERE id>2990; COMMIT;
SET SESSION binlog_rows_query_log_events=ON; INSERT INTO named VALUES (1,65535),(2,'0');
BEGIN; INSERT INTO many VALUES (5000,REPEAT('long ',40),REPEAT('x',60000)); COMMIT;
XA START 'x'; INSERT INTO few VALUES (4); XA END 'x'; XA PREPARE 'x'; XA COMMIT 'x';
SET SESSION binlog_transaction_compression=OFF; INSERT INTO few VALUES (5);
SQL
  finish payload named few

  begin
  run <<SQL
CREATE TABLE vectors (id INT PRIMARY KEY, v VECTOR(3), w VECTOR, x INT INVISIBLE DEFAULT 5, y INT AS (id*2) STORED, z INT AS (id+1));
INSERT INTO vectors (id,v,w) VALUES (1,TO_VECTOR('[1,2.5,-3]'),TO_VECTOR('[0.1]')),(2,NULL,NULL);
UPDATE vectors SET w=TO_VECTOR('[1e30,-1e-30,0]'), x=6 WHERE id=2;
SQL
  finish vectors vectors

  # The same changes to two tables: one is logged by what changed, the other by whole documents.
  big="JSON_OBJECT('k', (SELECT JSON_ARRAYAGG(REPEAT('y', 50)) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<40) SELECT i FROM n) q))"
  large="(SELECT JSON_OBJECTAGG(CONCAT('key',i), IF(i%2, i*100000, REPEAT('v', 90))) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<1500) SELECT i FROM n) q)"
  begin
  for table in partly wholly; do
    options="''"; [[ $table == wholly ]] || options="'PARTIAL_JSON'"
    run <<SQL
SET SESSION cte_max_recursion_depth=10000, binlog_transaction_compression=ON, binlog_transaction_compression_level_zstd=22;
CREATE TABLE $table (id INT PRIMARY KEY, a JSON, n INT, b JSON);
INSERT INTO $table VALUES (1, JSON_OBJECT('a', 1, 'bb', JSON_ARRAY(1, 2, 3, JSON_OBJECT('x', 'y')), 'ccc', $big, 'zz', CAST('2024-02-29 12:34:56.789' AS DATETIME(6)),
   'dec', CAST(123456789.987654321 AS DECIMAL(30,9)), 'opaque', CAST(x'00FF' AS BINARY), 'big', 18446744073709551615, 'neg', -2147483649, 'd', 1.5e300), 0, $big),
  (2, JSON_ARRAY($big, 1, 'two', NULL, TRUE, JSON_ARRAY(JSON_ARRAY(JSON_ARRAY($big)))), 0, NULL),
  (3, $large, 0, $big), (4, JSON_OBJECT('we ird', $big, 'quo"te\\\\', 1, '日本', 2, '', 3, 'a.b[0]', 4, 'tab\t', 5, 'n1', 6), 0, '[]'),
  (5, JSON_OBJECT('p', $big, 'date', CAST('2024-02-29' AS DATE), 'time', CAST('-12:34:56.7' AS TIME(6))), 0, '1');
SET SESSION binlog_row_value_options=$options;
UPDATE $table SET a=JSON_SET(a,'$.a',2) WHERE id=1;
UPDATE $table SET a=JSON_SET(a,'$.a',70000,'$.bb[3].x','replaced','$.bb[1]',JSON_OBJECT('deep',JSON_ARRAY(1)),'$.new','added','$.bb[9]','end') WHERE id=1;
UPDATE $table SET a=JSON_REMOVE(a,'$.bb[0]','$.zz'), n=n+1 WHERE id=1;
UPDATE $table SET a=JSON_REPLACE(a,'$.dec',CAST(5.25 AS DECIMAL(5,2)),'$.opaque',CAST('2024-01-01' AS DATE)), b=JSON_SET(b,'$.z',$big) WHERE id=1;
UPDATE $table SET a=JSON_SET(a,'\$[0].k[0]','first','\$[5][0][0][0].k[39]',JSON_OBJECT(),'\$[2]','2','\$[3]',-1,'\$[4]',FALSE) WHERE id=2;
UPDATE $table SET a=JSON_REMOVE(a,'\$[0]') WHERE id=2;
UPDATE $table SET a=JSON_SET(a,'\$[last]','at the end','\$[last-1]',NULL) WHERE id=2;
UPDATE $table SET a=JSON_SET(a,'$.key1',1,'$.key1500','text','$.key1000',JSON_ARRAY(1,2)) WHERE id=3;
UPDATE $table SET a=JSON_REMOVE(a,'$.key2','$.key4') WHERE id=3;
UPDATE $table SET a=JSON_SET(a,'$."we ird".k[1]','w','$."quo\\\\"te\\\\\\\\"',NULL,'$."日本"',CAST(1 AS UNSIGNED),'$.""','empty','$."a.b[0]"',0.1,'$."tab\\\\t"','t') WHERE id=4;
UPDATE $table SET a=JSON_SET(a,'$.date',JSON_EXTRACT(a,'$.time'),'$.p.k[2]',JSON_EXTRACT(a,'$.date')), b=JSON_SET(b,'$',2) WHERE id=5;
UPDATE $table SET a=JSON_SET(a,'$.p.grown',REPEAT('g',66000)) WHERE id=5;
UPDATE $table SET a=JSON_REMOVE(a,'$.p.grown') WHERE id=5;
UPDATE $table SET n=n+1;
UPDATE $table SET a=a, n=n+1 WHERE id<3;
UPDATE $table SET a=JSON_SET(a,'$.a',NULL), b=NULL WHERE id=1;
UPDATE $table SET a=JSON_INSERT(a,'$.i',JSON_ARRAY()), b=JSON_OBJECT('now',1) WHERE id IN (1,3,4,5);
UPDATE $table SET a=JSON_ARRAY_INSERT(a,'\$[1]','inserted'), a=JSON_SET(a,'\$[0]',3) WHERE id=2;
UPDATE $table SET a=JSON_SET(a,'$.key7',-5,'$.key8',3e10,'$.key9',40000) WHERE id=3;
SQL
  done
  finish partial-json
  begin
  run <<SQL
SET SESSION binlog_row_value_options='PARTIAL_JSON', binlog_row_image=MINIMAL; UPDATE partly SET a=JSON_SET(a,'$.a',9) WHERE id=1;
SQL
  finish partial-json-minimal
else
  begin
  sql -e 'SET GLOBAL log_bin_compress=ON, log_bin_compress_min_len=10'
  run <<SQL
SET SESSION max_recursive_iterations=10000;
CREATE TABLE many (id INT PRIMARY KEY, v VARCHAR(200), b BLOB);
$(rows many 1000)
BEGIN; UPDATE many SET v=CONCAT(v,'!') WHERE id%100=0; SAVEPOINT s; DELETE FROM many WHERE id>990; COMMIT;
INSERT INTO many VALUES (5000,REPEAT('long ',40),REPEAT('x',60000));
SET SESSION binlog_row_image=MINIMAL; UPDATE many SET v='minimal and long enough' WHERE id=7;
SET SESSION binlog_format=STATEMENT; DELETE FROM many WHERE id=8;
SQL
  sql -e 'SET GLOBAL log_bin_compress=OFF, log_bin_compress_min_len=256'
  finish compressed-events

  begin
  run <<SQL
CREATE TABLE squeezed (id INT PRIMARY KEY, v254 VARCHAR(254) COMPRESSED, v255 VARCHAR(255) COMPRESSED CHARACTER SET latin1, v256 VARCHAR(256) COMPRESSED CHARACTER SET latin1,
  vl VARCHAR(2000) COMPRESSED, vb VARBINARY(254) COMPRESSED, vb2 VARBINARY(3000) COMPRESSED, tt TINYTEXT COMPRESSED, tx TEXT COMPRESSED, mt MEDIUMTEXT COMPRESSED,
  lt LONGTEXT COMPRESSED, tb TINYBLOB COMPRESSED, bl BLOB COMPRESSED, mb MEDIUMBLOB COMPRESSED, lb LONGBLOB COMPRESSED, plain TEXT);
INSERT INTO squeezed (id) VALUES (1);
INSERT INTO squeezed VALUES (2,'','','','','','','','','','','','','','','');
INSERT INTO squeezed VALUES (3,'a','b','c','d','e','f','g','h','i','j','k','l','m','n','o');
$(values="REPEAT('größe ',36),REPEAT('ÿ',255),REPEAT('é',256),REPEAT('日本',900),REPEAT(0xFF,254),REPEAT(0x00,3000),REPEAT('t',255),REPEAT('u',6000),
  REPEAT('v',7000),REPEAT('w',300),REPEAT(0xFE,255),REPEAT(0xFD,500),REPEAT(0xFC,20000),REPEAT(0xFB,300),'plain'"
  echo "INSERT INTO squeezed VALUES (4,$values);"
  echo "SET SESSION column_compression_zlib_wrap=ON; INSERT INTO squeezed VALUES (5,$values); SET SESSION column_compression_zlib_wrap=OFF;"
  echo "SET SESSION column_compression_zlib_level=0; INSERT INTO squeezed (id,v254,vb2,lt) VALUES (6,REPEAT('x',200),REPEAT('y',3000),REPEAT('z',1000));")
SET SESSION column_compression_zlib_level=DEFAULT;
UPDATE squeezed SET vl=CONCAT('x',vl), mt=REPEAT('changed ',100) WHERE id IN (4,5);
SET SESSION binlog_row_image=MINIMAL; UPDATE squeezed SET lt=REPEAT('minimal ',100) WHERE id=3;
SET SESSION binlog_row_image=FULL; DELETE FROM squeezed WHERE id=5;
SQL
  finish compressed-columns squeezed

  begin
  run <<SQL
CREATE TABLE kinds (id INT PRIMARY KEY, u UUID, i4 INET4, i6 INET6, x INT INVISIBLE, gs INT AS (id*2) STORED, gv INT AS (id+1) VIRTUAL) WITH SYSTEM VERSIONING;
INSERT INTO kinds (id,u,i4,i6) VALUES (1,'123e4567-e89b-12d3-a456-426655440000','1.2.3.4','::1'),(2,NULL,NULL,NULL);
UPDATE kinds SET i4='255.255.255.255', x=1;
CREATE TABLE altered (id INT PRIMARY KEY);
SET SESSION binlog_alter_two_phase=ON; ALTER TABLE altered ADD COLUMN c INT; SET SESSION binlog_alter_two_phase=OFF;
INSERT INTO altered VALUES (1,2);
BEGIN; INSERT INTO altered VALUES (2,3); INSERT INTO kinds (id) VALUES (3); COMMIT;
SQL
  finish kinds altered
  if [[ $(sql -e "SELECT COUNT(*) FROM information_schema.columns c WHERE 1=0 OR VERSION() REGEXP '^1[12]\\\\.[789]|^12'") != 0 ]]; then
    begin
    run <<SQL
CREATE TABLE vectors (id INT PRIMARY KEY, v VECTOR(3) NOT NULL);
INSERT INTO vectors VALUES (1,VEC_FromText('[1,2.5,-3]'));
SQL
    finish vectors vectors
  fi
fi

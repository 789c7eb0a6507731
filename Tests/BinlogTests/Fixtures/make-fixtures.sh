#!/bin/bash
# Makes the fixtures of one server: NAME.binlog (every type and every kind of transaction), NAME-compressed.binlog and
# NAME.golden (what SELECT printed). Usage: make-fixtures.sh NAME CLIENT [ARGUMENT…], for example
#   make-fixtures.sh mariadb-10.11 mariadb -uroot -S server.sock
# The server is a fresh one of its own, with binlog_format=ROW, binlog_row_metadata=FULL, and for MySQL gtid_mode=ON.
set -euo pipefail
name=$1; shift
cd "$(dirname "$0")"
client=("$@" --default-character-set=utf8mb4)
sql() { "${client[@]}" -N -B "$@"; }
session="SET SESSION sql_mode='', time_zone='+00:00';"
[[ $(sql -e 'SELECT VERSION()') == *MariaDB* ]] && flavour=mariadb || flavour=mysql
current() { # the last file of SHOW BINARY LOGS
  sql -e 'SHOW BINARY LOGS' | tail -1 | cut -f1
}
copy() { # FILE NAME
  cp "$(dirname "$(sql -e 'SELECT @@log_bin_basename')")/$1" "$2"; chmod 644 "$2"
}

sql -e "DROP DATABASE IF EXISTS fixture; CREATE DATABASE fixture CHARACTER SET utf8mb4;"
many=$(for i in $(seq 300); do printf "'m%03d'," "$i"; done)
sql -e "$([[ $flavour == mysql ]] && echo 'RESET BINARY LOGS AND GTIDS' || echo 'RESET MASTER')"
file=$(current)
sql fixture -e "$session CREATE TABLE every_type (
  id INT UNSIGNED NOT NULL PRIMARY KEY,
  y YEAR, ti TINYINT, tu TINYINT UNSIGNED, si SMALLINT, su SMALLINT UNSIGNED, mi MEDIUMINT, mu MEDIUMINT UNSIGNED,
  ii INT, iu INT UNSIGNED, bi BIGINT, bu BIGINT UNSIGNED, b1 BIT(1), b13 BIT(13), b64 BIT(64),
  f FLOAT, d DOUBLE, d1 DECIMAL(1,0), d2 DECIMAL(10,2), d3 DECIMAL(65,30), d4 DECIMAL(18,9) UNSIGNED, d5 DECIMAL(30,30),
  da DATE, t0 TIME, t1 TIME(1), t3 TIME(3), t6 TIME(6),
  dt0 DATETIME, dt2 DATETIME(2), dt4 DATETIME(4), dt6 DATETIME(6),
  ts0 TIMESTAMP NULL, ts1 TIMESTAMP(1) NULL, ts3 TIMESTAMP(3) NULL, ts6 TIMESTAMP(6) NULL,
  c10 CHAR(10), c255 CHAR(255), cl CHAR(20) CHARACTER SET latin1, v20 VARCHAR(20), v300 VARCHAR(300),
  va VARCHAR(30) CHARACTER SET ascii, b8 BINARY(8), vb VARBINARY(300),
  tt TINYTEXT, tx TEXT, mt MEDIUMTEXT, lt LONGTEXT, tb TINYBLOB, bl BLOB, mb MEDIUMBLOB, lb LONGBLOB,
  e ENUM('small','größe','日本') , e2 ENUM(${many%,}), s SET('a','b','ç','d','e','f','g','h','i'),
  s64 SET('0','1','2','3','4','5','6','7','8','9','10','11','12','13','14','15','16','17','18','19','20','21','22','23',
   '24','25','26','27','28','29','30','31','32','33','34','35','36','37','38','39','40','41','42','43','44','45','46',
   '47','48','49','50','51','52','53','54','55','56','57','58','59','60','61','62','63'),
  j JSON, g GEOMETRY) COLLATE utf8mb4_unicode_ci"
columns="id,y,ti,tu,si,su,mi,mu,ii,iu,bi,bu,HEX(b1),HEX(b13),HEX(b64),f+0e0,d,d1,d2,d3,d4,d5,da,t0,t1,t3,t6,dt0,dt2,dt4,
  dt6,ts0,ts1,ts3,ts6,HEX(c10),HEX(c255),HEX(cl),HEX(v20),HEX(v300),HEX(va),HEX(b8),HEX(vb),HEX(tt),HEX(tx),HEX(mt),
  HEX(lt),HEX(tb),HEX(bl),HEX(mb),HEX(lb),e+0,e2+0,s+0,s64|0,j IS NOT NULL,HEX(g)"
insert() { sql fixture -e "$session SET NAMES utf8mb4; INSERT INTO every_type VALUES ($1)"; }
insert "0,1901,-128,0,-32768,0,-8388608,0,-2147483648,0,-9223372036854775808,0,b'0',b'0',b'0',-3.402823466E+38,
 -1.7976931348623157E+308,-9,-99999999.99,-99999999999999999999999999999999999.999999999999999999999999999999,0,
 -0.999999999999999999999999999999,'1000-01-01','-838:59:59','-838:59:59.0','-838:59:59.000','-838:59:59.000000',
 '1000-01-01 00:00:00','1000-01-01 00:00:00.00','1000-01-01 00:00:00.0000','1000-01-01 00:00:00.000000',
 '1970-01-01 00:00:01','1970-01-01 00:00:01.0','1970-01-01 00:00:01.000','1970-01-01 00:00:01.000000',
 '','','','','','','','','','','','','','','','','small','m001','','0','{}',ST_GeomFromText('POINT(1 2)')"
insert "4294967295,2155,127,255,32767,65535,8388607,16777215,2147483647,4294967295,9223372036854775807,
 18446744073709551615,b'1',b'1111111111111',0xFFFFFFFFFFFFFFFF,3.402823466E+38,1.7976931348623157E+308,9,99999999.99,
 99999999999999999999999999999999999.999999999999999999999999999999,999999999.999999999,
 0.999999999999999999999999999999,'9999-12-31','838:59:59','838:59:59.0','838:59:59.000','838:59:59.000000',
 '9999-12-31 23:59:59','9999-12-31 23:59:59.99','9999-12-31 23:59:59.9999','9999-12-31 23:59:59.999999',
 '2038-01-19 03:14:07','2038-01-19 03:14:07.9','2038-01-19 03:14:07.999','2038-01-19 03:14:07.999999',
 REPEAT('z',10),REPEAT('😀',255),REPEAT('ÿ',20),REPEAT('日',20),REPEAT('x',300),REPEAT('~',30),REPEAT(0xFF,8),
 REPEAT(0x00,300),REPEAT('t',255),REPEAT('u',256),REPEAT('v',700),REPEAT('w',800),REPEAT(0xFE,255),REPEAT(0xFD,256),
 REPEAT(0xFC,300),REPEAT(0xFB,300),'日本','m300','a,b,ç,d,e,f,g,h,i',0xFFFFFFFFFFFFFFFF+0,'{\"a\": [1, 2.5, null]}',
 ST_GeomFromText('LINESTRING(0 0,1.5 -2)')"
nulls=$(printf ',NULL%.0s' $(seq 56))
insert "1$nulls"
insert "2,0,0,0,0,0,0,0,0,0,0,0,b'0',b'101',5,0,0,0,0,0,0,0,'0000-00-00','0:0:0','0','0','0',
 '0000-00-00','0000-00-00','0000-00-00','0000-00-00','0000-00-00','0000-00-00','0000-00-00','0000-00-00',
 ' lead','trail  ','caf\u00e9','a''b\"c','tab\there','ascii',0x0100,0x00010200,'\0x','x','y','z',0x00,0x0000,'\n','\r',
 'nonsense','nonsense','','','null',NULL"
insert "3,2024,-1,1,-1,1,-1,1,-1,1,-1,1,b'1',b'1000000000001',1,1.5,-0.1,-1,-0.50,-0.000000000000000000000000000001,
 0.000000001,-0.5,'2024-00-00','-00:00:01','-00:00:00.1','-00:00:00.001','-00:00:00.000001','2024-02-29 12:34:56',
 '2024-02-29 12:34:56.07','2024-02-29 12:34:56.0708','2024-02-29 12:34:56.070809','2024-02-29 12:34:56',
 '2024-02-29 12:34:56.7','2024-02-29 12:34:56.078','2024-02-29 12:34:56.000007','ab','ab','€uro','größe','é','a',0x41,
 0x4100,'a','b','c','d','a','b','c','d',2,256,'a,ç','63','[true]',ST_GeomFromText('POINT(-0.5 1e300)')"
insert "4,70,1,1,1,1,1,1,1,1,1,1,b'1',b'1',1,3.14,3.141592653589793,1,123.45,1234567890.123456789,123456789.987654321,
 0.123456789012345678901234567890,'2000-02-29','-01:02:03','-01:02:03.4','-01:02:03.456','-01:02:03.456789',
 '2000-01-01 00:00:00','2000-01-01 00:00:00.01','2000-01-01 00:00:00.0001','2000-01-01 00:00:00.000001',
 '2001-09-09 01:46:40','2001-09-09 01:46:40.1','2001-09-09 01:46:40.001','2001-09-09 01:46:40.000001',
 'x','y','z','a','b','c',0x000000000000FFFF,'v','tiny','text','medium','long','tb','b','mb','lb',3,255,'i',
 '0,63','\"x\"',NULL"
golden() { echo "# $1"; sql fixture -e "$session SELECT $columns FROM every_type ORDER BY id"; }
golden inserted >"$name.golden"
sql fixture -e "$session UPDATE every_type SET ti=5, d2=-d2, v20='changed', t6='-12:00:00.5', e=2, b8=0x00 WHERE id IN (0,1,2)"
golden updated >>"$name.golden"
sql fixture -e "$session SET SESSION binlog_row_image=MINIMAL; UPDATE every_type SET ti=6 WHERE id=3"
golden minimal >>"$name.golden"
sql fixture -e "$session DELETE FROM every_type"

# Transactions of every kind.
sql fixture -e "CREATE TABLE t (a VARCHAR(20) NOT NULL, b INT NOT NULL, c ENUM('x','ü') CHARACTER SET latin1,
  PRIMARY KEY (b, a(5))) DEFAULT CHARACTER SET latin1; CREATE TABLE u (n INT UNSIGNED PRIMARY KEY) ENGINE=InnoDB"
sql fixture -e "BEGIN; INSERT INTO t VALUES ('one',1,'x'),('two',2,'ü'); INSERT INTO u VALUES (1); COMMIT"
sql fixture -e "BEGIN; INSERT INTO u VALUES (2); SAVEPOINT s; INSERT INTO u VALUES (3); ROLLBACK TO s; COMMIT"
sql fixture -e "XA START 'global','branch',7; INSERT INTO u VALUES (4); XA END 'global','branch',7;
  XA PREPARE 'global','branch',7; XA COMMIT 'global','branch',7"
if [[ $flavour == mysql ]]; then
  sql fixture -e "SET SESSION binlog_rows_query_log_events=ON; INSERT INTO u VALUES (5)"
  sql fixture -e "SET GTID_NEXT='AUTOMATIC:fixture_tag'; INSERT INTO u VALUES (6); SET GTID_NEXT='AUTOMATIC'"
  sql fixture -e "SET GTID_NEXT='11111111-2222-3333-4444-555555555555:7'; INSERT INTO u VALUES (7);
    SET GTID_NEXT='AUTOMATIC'"
else
  sql fixture -e "SET gtid_domain_id=3, gtid_seq_no=1000, server_id=9; INSERT INTO u VALUES (5)"
  sql fixture -e "SET GLOBAL mysql56_temporal_format=OFF"
  sql fixture -e "$session CREATE TABLE old_times (t TIME, dt DATETIME, ts TIMESTAMP NULL);
    INSERT INTO old_times VALUES ('-838:59:59','9999-12-31 23:59:59','2038-01-19 03:14:07'),('0:0:1','0','0'),
    ('12:34:56','2024-02-29 12:34:56','2024-02-29 12:34:56')"
  sql fixture -e "SET GLOBAL mysql56_temporal_format=ON"
fi
sql -e 'FLUSH BINARY LOGS'
copy "$file" "$name.binlog"
sql -e "$([[ $flavour == mysql ]] && echo 'SELECT @@GLOBAL.gtid_executed' || echo 'SELECT @@GLOBAL.gtid_binlog_pos')" \
  --raw | sed 's/^/# gtid /' >>"$name.golden"

# What is known but not decoded yet.
file=$(current)
sql fixture -e "DROP TABLE IF EXISTS k; CREATE TABLE k (j JSON, v TEXT)"
if [[ $flavour == mysql ]]; then
  sql fixture -e "INSERT INTO k VALUES (JSON_OBJECT('a', REPEAT('x', 900), 'b', 1), 'v');
    SET SESSION binlog_row_value_options=PARTIAL_JSON; UPDATE k SET j=JSON_SET(j, '\$.b', 2)"
  sql fixture -e "SET SESSION binlog_transaction_compression=ON; INSERT INTO k VALUES ('{}', REPEAT('long ', 500))"
else
  sql -e 'SET GLOBAL log_bin_compress=ON'
  sql fixture -e "INSERT INTO k VALUES ('{}', REPEAT('long ', 500))"
  sql fixture -e "CREATE TABLE compressed_column (v TEXT COMPRESSED); SET GLOBAL log_bin_compress=OFF"
  sql fixture -e "INSERT INTO compressed_column VALUES ('x')"
fi
sql -e 'FLUSH BINARY LOGS'
copy "$file" "$name-compressed.binlog"
ls -l "$name"*

-- Views over the tables of tables.sql. A blank line stands between queries. Where MariaDB writes a query in another way,
-- a line "-- server" stands between the view's text and the server's.

SELECT province, COUNT(*), SUM(amount) FROM shop.orders GROUP BY province

SELECT province, AVG(amount), AVG(fee), AVG(buyer) FROM shop.orders GROUP BY province

SELECT status, MIN(amount), MAX(amount), MIN(created), MAX(day) FROM shop.orders GROUP BY status

SELECT status, COUNT(note), COUNT(DISTINCT note), COUNT(DISTINCT buyer) FROM shop.orders GROUP BY status

SELECT COUNT(*), SUM(amount), AVG(amount), MIN(note), MAX(note) FROM shop.orders

SELECT COUNT(*), SUM(amount), MIN(day) FROM shop.orders WHERE buyer > 100

SELECT buyer, SUM(weight), AVG(weight), MIN(weight), MAX(weight) FROM shop.orders GROUP BY buyer

SELECT `rank`, COUNT(*), SUM(`rank`), AVG(`rank`) FROM shop.orders GROUP BY `rank`

SELECT `rank` > 0 AS positive, COUNT(*) FROM shop.orders GROUP BY positive

SELECT province, SUM(CASE WHEN status = 'PAID' THEN amount ELSE 0 END) AS paid, SUM(amount) AS total FROM shop.orders GROUP BY province

SELECT province, SUM(amount) / COUNT(*), SUM(amount) * 100 / SUM(fee) FROM shop.orders GROUP BY province HAVING SUM(fee) <> 0

SELECT province, SUM(amount) AS total FROM shop.orders GROUP BY province HAVING total > 1000 AND COUNT(*) > 2

SELECT buyer, AVG(`rank`) AS mean FROM shop.orders GROUP BY buyer HAVING mean > 0

SELECT buyer, AVG(`rank`) AS mean FROM shop.orders GROUP BY buyer HAVING NOT mean > 0

SELECT buyer, MAX(`rank`) FROM shop.orders GROUP BY buyer HAVING MAX(`rank`) IS NULL OR MAX(`rank`) < 4

SELECT status, province, COUNT(*) FROM shop.orders WHERE amount BETWEEN 100 AND 600 AND province <> '' GROUP BY status, province

SELECT note, COUNT(*) FROM shop.orders WHERE note IS NULL OR note LIKE 'a%' GROUP BY note

SELECT note, COUNT(*) FROM shop.orders WHERE NOT (note = 'a' OR `rank` > 1) GROUP BY note

SELECT id, province, amount FROM shop.orders WHERE status = 'SHIPPED' AND amount > 500

SELECT province, buyer FROM shop.orders WHERE buyer < 4

SELECT DISTINCT status, buyer FROM shop.orders WHERE amount > 0

SELECT DISTINCT COUNT(*) FROM shop.orders GROUP BY buyer, status

SELECT DISTINCT status, COUNT(*) > 3 AS many FROM shop.orders GROUP BY buyer, status
-- server
SELECT DISTINCT * FROM (SELECT status, COUNT(*) > 3 AS many FROM shop.orders GROUP BY buyer, status) AS grouped

SELECT id, amount FROM shop.orders ORDER BY amount DESC, id LIMIT 10

SELECT id, amount, fee FROM shop.orders WHERE status IN ('PAID', 'SHIPPED') ORDER BY fee, id DESC LIMIT 7

SELECT id, note FROM shop.orders ORDER BY note, id LIMIT 20

SELECT id, note FROM shop.orders ORDER BY note DESC, id DESC LIMIT 5, 10

SELECT id, `rank`, created FROM shop.orders ORDER BY `rank` DESC, created, id LIMIT 12

SELECT buyer, SUM(amount) AS total FROM shop.orders GROUP BY buyer ORDER BY total DESC, buyer LIMIT 3

SELECT status, COUNT(*) AS n FROM shop.orders GROUP BY status ORDER BY status DESC LIMIT 2

SELECT buyer, COUNT(*) FROM shop.orders GROUP BY buyer ORDER BY SUM(fee) - SUM(amount), buyer LIMIT 4 OFFSET 1

SELECT buyer % 3 AS rest, COUNT(*), SUM(amount * buyer), SUM(amount) + 0.5 FROM shop.orders GROUP BY buyer % 3

SELECT YEAR(day) AS y, MONTH(day) AS m, COUNT(*), SUM(fee) FROM shop.orders GROUP BY YEAR(day), MONTH(day)

SELECT DATE(created) AS d, HOUR(created) AS h, COUNT(*) FROM shop.orders GROUP BY d, h

SELECT COALESCE(note, 'none') AS n, COUNT(*) FROM shop.orders GROUP BY n

SELECT CASE WHEN amount < 0 THEN 'back' WHEN amount < 300 THEN 'small' ELSE 'large' END AS size, COUNT(*), SUM(amount) FROM shop.orders GROUP BY size

SELECT SUM(amount / buyer), AVG(amount / buyer), MAX(amount / buyer), SUM(buyer / 7) FROM shop.orders

SELECT province, SUM(amount / buyer), MAX(fee / buyer) FROM shop.orders GROUP BY province

SELECT buyer, SUM(amount) * SUM(fee), -SUM(amount), ABS(SUM(amount)) FROM shop.orders GROUP BY buyer

SELECT buyer, COUNT(DISTINCT province), SUM(DISTINCT buyer), AVG(DISTINCT `rank`), SUM(DISTINCT amount) FROM shop.orders GROUP BY buyer

SELECT status, SUM(status = 'PAID'), SUM(amount > 100 AND `rank` > 0), AVG(note = 'a') FROM shop.orders GROUP BY status

SELECT o.province, COUNT(*), SUM(i.quantity * i.price) AS turnover FROM shop.orders AS o JOIN shop.items AS i ON i.order_id = o.id GROUP BY o.province

SELECT o.id, i.line, i.title FROM shop.orders o JOIN shop.items i ON o.id = i.order_id WHERE i.price > o.amount

SELECT b.name, SUM(o.amount) AS total, COUNT(DISTINCT o.province) FROM shop.buyers b JOIN shop.orders o ON o.buyer = b.id GROUP BY b.name ORDER BY total DESC, b.name LIMIT 2

SELECT b.level, i.title, SUM(i.quantity) FROM shop.items i JOIN shop.orders o ON i.order_id = o.id JOIN shop.buyers b ON b.id = o.buyer AND b.level > 0 GROUP BY b.level, i.title

SELECT b.id, b.name, COUNT(o.id), SUM(o.amount) FROM shop.buyers b LEFT JOIN shop.orders o ON o.buyer = b.id AND o.status = 'PAID' GROUP BY b.id, b.name

SELECT o.id, i.title, b.name FROM shop.orders o LEFT JOIN shop.items i ON i.order_id = o.id LEFT JOIN shop.buyers b ON b.id = i.line WHERE o.amount > 300

SELECT b.name, COUNT(*) FROM shop.buyers b LEFT JOIN shop.orders o ON o.buyer = b.id WHERE o.id IS NULL GROUP BY b.name

SELECT a.id, b.id FROM shop.orders a JOIN shop.orders b ON a.buyer = b.buyer AND a.province = b.province WHERE a.id < b.id AND a.amount < b.amount

SELECT o.province, b.level, COUNT(*) FROM shop.orders o JOIN shop.buyers b ON o.buyer = b.id AND (o.note < b.name OR o.note IS NULL) GROUP BY o.province, b.level HAVING COUNT(*) > 1

SELECT TUMBLE(created, INTERVAL 10 MINUTE) AS start, COUNT(*), SUM(amount) FROM shop.orders GROUP BY start
-- server
SELECT FROM_UNIXTIME(FLOOR(UNIX_TIMESTAMP(created) / 600) * 600) AS start, COUNT(*), SUM(amount) FROM shop.orders GROUP BY start

SELECT HOP(created, INTERVAL 10 MINUTE, INTERVAL 30 MINUTE) AS start, buyer, COUNT(*), MAX(amount) FROM shop.orders WHERE created IS NOT NULL GROUP BY start, buyer
-- server
SELECT FROM_UNIXTIME((FLOOR(UNIX_TIMESTAMP(created) / 600) - back) * 600) AS start, buyer, COUNT(*), MAX(amount) FROM shop.orders JOIN (SELECT 0 AS back UNION SELECT 1 UNION SELECT 2) AS steps WHERE created IS NOT NULL GROUP BY start, buyer

SELECT * FROM shop.buyers

SELECT o.*, i.title FROM shop.orders o JOIN shop.items i ON o.id = i.order_id AND i.quantity = 5

SELECT b.id, b.name, o.id AS order_id, o.amount FROM shop.orders o RIGHT JOIN shop.buyers b ON o.buyer = b.id AND o.status = 'PAID'

SELECT * FROM shop.items i RIGHT OUTER JOIN shop.buyers b ON b.id = i.line

SELECT b.level, COUNT(o.id), COUNT(*), SUM(i.quantity) FROM shop.orders o RIGHT JOIN shop.items i ON o.id = i.order_id JOIN shop.buyers b ON b.id = i.line GROUP BY b.level

SELECT o.buyer, SUM(i.quantity * i.price) FROM shop.orders o, shop.items i WHERE o.id = i.order_id AND i.price > 10 GROUP BY o.buyer

SELECT YEARWEEK(day, 3) AS week, WEEK(day) AS plain, COUNT(*), SUM(amount) FROM shop.orders GROUP BY week, plain

SELECT EXTRACT(YEAR_MONTH FROM created) AS m, EXTRACT(DAY_HOUR FROM created) AS h, COUNT(*), SUM(TIME_TO_SEC(created)) FROM shop.orders GROUP BY m, h

SELECT SUBSTRING_INDEX(note, 'b', 1) AS head, LOCATE('a', note) AS place, INSTR(note, '"') > 0 AS quoted, COUNT(*) FROM shop.orders GROUP BY head, place, quoted

SELECT FIELD(status, 'SHIPPED', 'PAID') AS state, ASCII(note) AS first, REPEAT('*', `rank`) AS bar, COUNT(*) FROM shop.orders GROUP BY state, first, bar

SELECT buyer, SQRT(SUM(amount * amount)), TO_DAYS(MAX(day)) - TO_DAYS(MIN(day)), MAX(POSITION('e' IN province COLLATE utf8mb4_bin)) FROM shop.orders GROUP BY buyer

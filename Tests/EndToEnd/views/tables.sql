-- The tables of queries.sql.
CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4;

CREATE TABLE shop.orders (
    id INT,
    buyer INT,
    province VARCHAR(40) COLLATE utf8mb4_general_ci,
    status ENUM('CREATED', 'PAID', 'SHIPPED') COLLATE utf8mb4_general_ci,
    amount DECIMAL(10, 2),
    fee DECIMAL(12, 5),
    weight DOUBLE,
    `rank` INT NULL,
    note VARCHAR(40) COLLATE utf8mb4_bin NULL,
    created DATETIME NULL,
    day DATE
);

CREATE TABLE shop.items (
    order_id INT NULL,
    line INT,
    title VARCHAR(40) COLLATE utf8mb4_general_ci,
    quantity INT,
    price DECIMAL(8, 2)
);

CREATE TABLE shop.buyers (
    id INT,
    name VARCHAR(40) COLLATE utf8mb4_bin,
    level INT NULL
);

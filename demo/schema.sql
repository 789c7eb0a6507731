-- The Notify database of a trading site: the business rows and, in the same transaction, the message about them.
CREATE DATABASE notify CHARACTER SET utf8mb4;
USE notify;

CREATE TABLE orders (
    id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    version INT UNSIGNED NOT NULL,
    buyer_id BIGINT UNSIGNED NOT NULL,
    province VARCHAR(16) NOT NULL,
    status ENUM('CREATED', 'PAID', 'SHIPPED', 'RECEIVED') NOT NULL,
    amount DECIMAL(12, 2) NOT NULL,
    phone VARCHAR(20) NOT NULL,
    remark VARCHAR(255) NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
);

CREATE TABLE order_items (
    order_id BIGINT UNSIGNED NOT NULL,
    line_no SMALLINT UNSIGNED NOT NULL,
    version INT UNSIGNED NOT NULL,
    title VARCHAR(120) NOT NULL,
    quantity INT NOT NULL,
    price DECIMAL(10, 2) NOT NULL,
    PRIMARY KEY (order_id, line_no)
);

CREATE TABLE message (
    id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    version INT UNSIGNED NOT NULL,
    topic VARCHAR(64) NOT NULL,
    biz_key VARCHAR(64) NOT NULL,
    tag VARCHAR(32) NOT NULL,
    status ENUM('COMMITTED', 'DELIVERED') NOT NULL,
    body JSON NOT NULL,
    created_at DATETIME(3) NOT NULL
);

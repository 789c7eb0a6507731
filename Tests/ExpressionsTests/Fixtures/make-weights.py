#!/usr/bin/env python3
"""Writes the weight tables of Sources/Expressions/Collations/Tables from what WEIGHT_STRING of the servers gives for
every code point.

Usage: make-weights.py "MARIADB CLIENT" "MYSQL CLIENT" OUTPUT-FOLDER
A client is a command that reads SQL, for example "mariadb -uroot -S /tmp/x/mysql.sock". It makes the schema leat_weights.

Packed form, all numbers varints of 7 bits, lowest first, then Base64. Runs follow one another from U+0000 (surrogates are
left out and count as no characters); each begins with count << 2 | kind:

    kind 0   implicit weights: first, second; each next character has the same first and the second plus one
    kind 1   one weight each: zigzag of (weight - last weight); each next character has one more
    kind 2   one weight each: zigzag of (weight - last weight); all have the same
    kind 3   lists: for each character the number of its weights, then zigzag of (weight - last weight) for each
    kind 3 with count 0   the 11,172 syllables of Hangul: the weights of their conjoining letters, one after another

After them, from count << 2 | 3 on: contractions, as numbers: how many; for each: how many characters, the characters,
how many weights, the weights.
"""
import base64
import os
import subprocess
import sys

SURROGATES = range(0xD800, 0xE000)
HANGUL = range(0xAC00, 0xD7A4)


class Server:
    def __init__(self, command):
        self.command = command.split() + ["--default-character-set=utf8mb4", "-N", "-B"]
        self.version = self.query("SELECT VERSION()")[0][0]

    def query(self, sql):
        text = subprocess.run(self.command, input=sql, capture_output=True, text=True, check=True).stdout
        return [line.split("\t") for line in text.splitlines()]

    def numbers(self):
        self.query("""
            CREATE DATABASE IF NOT EXISTS leat_weights;
            CREATE TABLE IF NOT EXISTS leat_weights.d (n INT PRIMARY KEY);
            INSERT IGNORE INTO leat_weights.d VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9),(10),(11),(12),(13),(14),(15);
        """)

    def points(self, plane):
        """SQL for the code points of a plane."""
        return (f"SELECT {plane * 65536} + ((a.n * 16 + b.n) * 16 + e.n) * 16 + f.n AS p FROM leat_weights.d a, "
                "leat_weights.d b, leat_weights.d e, leat_weights.d f")

    def each(self, expression, planes=range(17)):
        """What an expression over the character `c` gives for every code point."""
        result = {}
        for plane in planes:
            rows = self.query(
                f"SELECT p, HEX({expression}) FROM (SELECT p, CONVERT(CHAR(p USING utf32) USING utf8mb4) AS c "
                f"FROM ({self.points(plane)}) x WHERE p NOT BETWEEN 0xD800 AND 0xDFFF) y")
            result.update((int(p), value) for p, value in rows)
        return result

    def weights(self, collation):
        self.numbers()
        return {p: words(w) for p, w in self.each(f"WEIGHT_STRING(c COLLATE {collation})").items()}

    def contractions(self, collation, weights):
        """Pairs and triples of characters whose weights are not those of their characters one after another."""
        table = f"leat_weights.e_{collation}"
        self.query(f"""
            DROP TABLE IF EXISTS {table};
            CREATE TABLE {table} (block INT, p INT, c VARCHAR(2) CHARACTER SET utf8mb4 COLLATE {collation}, w VARBINARY(60),
                KEY (block));
        """)
        explicit = [p for p, w in sorted(weights.items()) if not is_implicit(w) and p not in HANGUL and w != (0xFFFD,)]
        for start in range(0, len(explicit), 1000):
            values = ", ".join(f"({p >> 8}, {p}, _utf8mb4 0x{chr(p).encode().hex()}, 0x{text(weights[p]) or '00'})"
                               for p in explicit[start:start + 1000])
            self.query(f"INSERT INTO {table} VALUES {values}")
        self.query(f"UPDATE {table} SET w = WEIGHT_STRING(c)")
        found = {}
        condition = "WEIGHT_STRING(CONCAT(a.c, b.c)) <> CONCAT(a.w, b.w)"
        # Beyond a block: Latin letters with what follows, every letter with the combining marks.
        for join in ["a.block = b.block", "a.block = 0", "b.p BETWEEN 0x300 AND 0x36F"]:
            rows = self.query(f"SELECT a.p, b.p, HEX(WEIGHT_STRING(CONCAT(a.c, b.c))) FROM {table} a STRAIGHT_JOIN "
                              f"{table} b ON {join} WHERE {condition}")
            found.update(((int(p), int(q)), words(w)) for p, q, w in rows)
        found.update(self.triples(collation, table, found, weights))
        return found

    def triples(self, collation, table, pairs, weights):
        """Each pair with every character of its block before and behind it."""
        found = {}
        for pair, pair_weights in pairs.items():
            both = f"CONVERT(0x{''.join(chr(p) for p in pair).encode().hex()} USING utf8mb4)"
            for before, concatenated in ((True, f"CONCAT(a.c, {both})"), (False, f"CONCAT({both}, a.c)")):
                rows = self.query(f"SELECT a.p, HEX(WEIGHT_STRING({concatenated} COLLATE {collation})) FROM {table} a "
                                  f"WHERE block = {pair[0] >> 8}")
                for p, w in rows:
                    p, w = int(p), words(w)
                    sequence = (p,) + pair if before else pair + (p,)
                    if w != self.expected(sequence, pairs, weights):
                        found[sequence] = w
        return found

    @staticmethod
    def expected(sequence, pairs, weights):
        """The weights of a sequence without triples."""
        result, at = (), 0
        while at < len(sequence):
            pair = pairs.get(sequence[at:at + 2])
            result += weights[sequence[at]] if pair is None else pair
            at += 1 if pair is None else 2
        return result


def words(hexadecimal):
    return tuple(int(hexadecimal[i:i + 4], 16) for i in range(0, len(hexadecimal), 4))


def text(weights):
    return "".join(f"{w:04X}" for w in weights)


def is_implicit(weights):
    return len(weights) == 2 and weights[0] >= 0xFB00


def varint(number, out):
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def zigzag(number):
    return number * 2 if number >= 0 else -number * 2 - 1


def hangul(weights):
    """The syllables' weights, if they are those of their letters."""
    def letters(p):
        index = p - 0xAC00
        parts = [0x1100 + index // 588, 0x1161 + index % 588 // 28] + ([0x11A7 + index % 28] if index % 28 else [])
        return sum((weights[q] for q in parts), ())
    return all(weights[p] == letters(p) for p in HANGUL)


def pack(weights, contractions, last_point=0x10FFFF):
    out = bytearray()
    last = 0
    points = [p for p in range(last_point + 1) if p not in SURROGATES]
    by_letters = hangul(weights) if last_point > 0xFFFF else False
    lists = []

    def flush():
        nonlocal last
        if not lists:
            return
        varint(len(lists) << 2 | 3, out)
        for p in lists:
            varint(len(weights[p]), out)
            for w in weights[p]:
                varint(zigzag(w - last), out)
                last = w
        lists.clear()

    i = 0
    while i < len(points):
        p = points[i]
        w = weights[p]
        if by_letters and p == HANGUL.start:
            flush()
            varint(3, out)
            i += len(HANGUL)
            continue
        if is_implicit(w):
            n = 1
            while i + n < len(points) and weights[points[i + n]] == (w[0], w[1] + n):
                n += 1
            flush()
            varint(n << 2, out)
            varint(w[0], out)
            varint(w[1], out)
            i += n
            continue
        if len(w) == 1:
            best = (1, 2)
            for kind, step in ((1, 1), (2, 0)):
                n = 1
                while i + n < len(points) and weights[points[i + n]] == (w[0] + n * step,) \
                        and not (by_letters and points[i + n] == HANGUL.start):
                    n += 1
                best = max(best, (n, kind))
            if best[0] >= 3:
                flush()
                n, kind = best
                varint(n << 2 | kind, out)
                varint(zigzag(w[0] - last), out)
                last = w[0] + (n - 1 if kind == 1 else 0)
                i += n
                continue
        lists.append(p)
        i += 1
    flush()
    varint(len(contractions), out)
    for characters, found in sorted(contractions.items()):
        for part in (characters, found):
            varint(len(part), out)
            for number in part:
                varint(number, out)
    return bytes(out)


def swift(folder, name, comment, versions, packed):
    lines = base64.b64encode(packed).decode()
    rows = [lines[i:i + 110] for i in range(0, len(lines), 110)]
    with open(os.path.join(folder, f"PackedWeights+{name}.swift"), "w") as file:
        file.write(f"// Generated by Tests/ExpressionsTests/Fixtures/make-weights.py from {versions}.\n\n")
        file.write(f"extension PackedWeights {{\n    /// {comment}\n    static let {name[0].lower() + name[1:]}: StaticString =\n")
        file.write('        """\n' + "\\\n".join("        " + row for row in rows) + '\n        """\n}\n')
    print(name, len(packed), "bytes packed")


def same(one, other, planes=range(0x110000)):
    wrong = [p for p in one if one[p] != other.get(p) and p in planes]
    assert not wrong, f"the servers differ at {[hex(p) for p in wrong[:10]]}"


def main():
    mariadb, mysql, folder = Server(sys.argv[1]), Server(sys.argv[2]), sys.argv[3]
    both = f"WEIGHT_STRING of MariaDB {mariadb.version} and MySQL {mysql.version}"
    for name, collation in (("General", "utf8mb4_general_ci"), ("Unicode400", "utf8mb4_unicode_ci")):
        weights = mariadb.weights(collation)
        same(weights, mysql.weights(collation))
        assert all(w == (0xFFFD,) for p, w in weights.items() if p > 0xFFFF)
        swift(folder, name, f"{collation}, U+0000 to U+FFFF.", both, pack(weights, {}, 0xFFFF))
    weights = mariadb.weights("utf8mb4_unicode_520_ci")
    same(weights, mysql.weights("utf8mb4_unicode_520_ci"))
    swift(folder, "Unicode520", "utf8mb4_unicode_520_ci.", both, pack(weights, {}))
    for server, kind, name, collation in ((mysql, "MySQL", "Unicode900", "utf8mb4_0900_ai_ci"),
                                          (mariadb, "MariaDB", "Unicode1400", "utf8mb4_uca1400_ai_ci")):
        weights = server.weights(collation)
        contractions = server.contractions(collation, weights)
        print(collation, len(contractions), "contractions")
        swift(folder, name, f"{collation}.", f"WEIGHT_STRING of {kind} {server.version}", pack(weights, contractions))
    latin = {p: words("00" + w) for p, w in mariadb.each(
        "WEIGHT_STRING(CONVERT(c USING latin1) COLLATE latin1_swedish_ci)", [0]).items()
        if w and (w != "3F" or p == 0x3F)}
    print("latin1_swedish_ci:", len(latin), "characters")
    everything = {p: latin.get(p, (0,)) for p in range(0x10000)}
    swift(folder, "Swedish", "latin1_swedish_ci by code point; no weight for what latin1 lacks.",
          f"WEIGHT_STRING of MariaDB {mariadb.version}", pack(everything, {}, 0xFFFF))


if __name__ == "__main__":
    main()

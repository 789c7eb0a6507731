#!/usr/bin/env python3
"""Records what kafka-python's port of the Java client's murmur2 gives for 10,000 keys, as little-endian 32-bit numbers.

Key i has i % 64 bytes: those of SplitMix64 seeded with i, eight of each number, lowest first.
Usage: pip install kafka-python==2.0.2; make-murmur2.py >murmur2.bin
"""
import struct
import sys

from kafka.partitioner.default import murmur2

MASK = (1 << 64) - 1


def key(index):
    state, out = index, b""
    while len(out) < index % 64:
        state = state + 0x9E3779B97F4A7C15 & MASK
        word = state
        word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & MASK
        word = (word ^ word >> 27) * 0x94D049BB133111EB & MASK
        out += struct.pack("<Q", word ^ word >> 31)
    return out[:index % 64]


for number in range(10_000):
    sys.stdout.buffer.write(struct.pack("<I", murmur2(key(number)) & 0xFFFFFFFF))

"""Puts the page cache into a known state before a measurement."""

import os

MEBIBYTE = 1 << 20
FREE_BYTES_MAX = 1 << 30
PASSES_MAX = 4


def fill(directory):
    """Fills all memory with clean pages, as on a machine that has run for days.

    A virtual machine may give free memory back to its host (free page reporting); the first touch of such a page costs
    the guest several times what the write itself costs. With no free memory every page that the log needs is one that
    the kernel takes from here, and the end of a run meets the same memory as its beginning.
    """
    path = directory / "fill"
    handle = os.open(path, os.O_CREAT | os.O_RDWR)
    try:
        # A hole: its pages cost memory and no disk.
        os.ftruncate(handle, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
        block = [bytearray(4 * MEBIBYTE)]
        for _ in range(PASSES_MAX):
            if free_bytes() < FREE_BYTES_MAX:
                break
            os.lseek(handle, 0, os.SEEK_SET)
            while os.readv(handle, block):
                pass
    finally:
        os.close(handle)


def free_bytes():
    with open("/proc/meminfo", encoding="ascii") as lines:
        fields = dict(line.split(":") for line in lines)
    return int(fields["MemFree"].split()[0]) * 1024


def drop(files):
    """Nothing of these files is in the page cache."""
    for file in files:
        handle = os.open(file, os.O_RDONLY)
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)

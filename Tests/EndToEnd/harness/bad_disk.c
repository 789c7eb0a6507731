// Stands between a program and the C library, and makes the disk below one directory fail as a control file says.
// LEAT_BAD_DISK names the control file, LEAT_BAD_DISK_DIRECTORY the directory. harness/bad_disk.py has the other side.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// The control file: what each kind of call fails with (0: it does not), and how many have failed.
struct control {
    _Atomic int32_t write_errno, sync_errno, read_errno;
    // Not 0: no file can grow, as on a full disk; what is allocated can be written.
    _Atomic int32_t full;
    _Atomic int64_t writes, syncs, reads, grown;
    // How long a call that makes data durable takes on top of its own time.
    _Atomic int32_t sync_milliseconds;
};

static struct control none, *control = &none;
static char directory[PATH_MAX];
static size_t directory_length;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("LEAT_BAD_DISK"), *below = getenv("LEAT_BAD_DISK_DIRECTORY");
    if (!path || !below || !realpath(below, directory)) return;
    directory_length = strlen(directory);
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *memory = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory != MAP_FAILED) control = memory;
}

static int is_ours(int file) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path);
    return length > (ssize_t)directory_length && memcmp(path, directory, directory_length) == 0
        && path[directory_length] == '/';
}

static int fails(int file, _Atomic int32_t *code, _Atomic int64_t *count) {
    if (!*code || !is_ours(file)) return 0;
    ++*count;
    errno = *code;
    return 1;
}

// How much of a write fits into what the file has; -1 with ENOSPC for nothing.
static ssize_t room(int file, size_t length, off_t offset) {
    struct stat information;
    if (!control->full || !is_ours(file) || fstat(file, &information) < 0) return (ssize_t)length;
    if (offset + (off_t)length <= information.st_size) return (ssize_t)length;
    ++control->grown;
    if (offset < information.st_size) return (ssize_t)(information.st_size - offset);
    errno = ENOSPC;
    return -1;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
    REAL(pwritev);
    if (fails(file, &control->write_errno, &control->writes)) return -1;
    size_t length = 0;
    for (int part = 0; part < count; ++part) length += parts[part].iov_len;
    ssize_t fits = room(file, length, offset);
    if (fits < 0 || (size_t)fits == length) return fits < 0 ? -1 : real(file, parts, count, offset);
    // A short write: the part of it that begins before the end.
    struct iovec first = {parts[0].iov_base, parts[0].iov_len < (size_t)fits ? parts[0].iov_len : (size_t)fits};
    return real(file, &first, 1, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
    REAL(pwrite);
    if (fails(file, &control->write_errno, &control->writes)) return -1;
    ssize_t fits = room(file, length, offset);
    return fits < 0 ? -1 : real(file, bytes, (size_t)fits, offset);
}

// Looks again while it waits: the disk may have become quick in the meantime.
static void dawdle(int file) {
    if (!control->sync_milliseconds || !is_ours(file)) return;
    struct timespec pause = {0, 10 * 1000 * 1000};
    for (int32_t waited = 0; waited < control->sync_milliseconds; waited += 10) nanosleep(&pause, NULL);
}

int fdatasync(int file) {
    REAL(fdatasync);
    dawdle(file);
    return fails(file, &control->sync_errno, &control->syncs) ? -1 : real(file);
}

int fsync(int file) {
    REAL(fsync);
    dawdle(file);
    return fails(file, &control->sync_errno, &control->syncs) ? -1 : real(file);
}

ssize_t pread(int file, void *bytes, size_t length, off_t offset) {
    REAL(pread);
    return fails(file, &control->read_errno, &control->reads) ? -1 : real(file, bytes, length, offset);
}

ssize_t preadv2(int file, const struct iovec *parts, int count, off_t offset, int flags) {
    REAL(preadv2);
    return fails(file, &control->read_errno, &control->reads) ? -1 : real(file, parts, count, offset, flags);
}

ssize_t sendfile(int out, int file, off_t *offset, size_t count) {
    REAL(sendfile);
    return fails(file, &control->read_errno, &control->reads) ? -1 : real(out, file, offset, count);
}

// Programs built with 64-bit offsets may call these names.
ssize_t pwritev64(int, const struct iovec *, int, off64_t) __attribute__((alias("pwritev")));
ssize_t pwrite64(int, const void *, size_t, off64_t) __attribute__((alias("pwrite")));
ssize_t pread64(int, void *, size_t, off64_t) __attribute__((alias("pread")));
ssize_t sendfile64(int, int, off64_t *, size_t) __attribute__((alias("sendfile")));

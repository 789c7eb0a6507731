// Fetches a topic as fast as the server gives it, and looks at nothing but lengths and offsets: what is measured is the
// server. Prints one JSON object: bytes, records, responses, seconds.
//
//     fetch_loop PORT TOPIC PARTITION BYTES_MAX TOTAL_BYTES
//
// Sends Fetch version 4 (the last one before sessions came), one request at a time, from offset 0 on and again from 0
// when the end is reached, until TOTAL_BYTES of record batches have come.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static uint64_t big(const uint8_t *at, int count) {
    uint64_t value = 0;
    for (int index = 0; index < count; index++) value = value << 8 | at[index];
    return value;
}

static uint8_t *put(uint8_t *at, uint64_t value, int count) {
    for (int index = count - 1; index >= 0; index--, value >>= 8) at[index] = (uint8_t)value;
    return at + count;
}

static void receive(int socket, uint8_t *into, size_t count) {
    while (count > 0) {
        ssize_t got = read(socket, into, count);
        if (got <= 0) fail("read");
        into += got;
        count -= (size_t)got;
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (count != 6) return fprintf(stderr, "usage: fetch_loop PORT TOPIC PARTITION BYTES_MAX TOTAL_BYTES\n"), 2;
    const char *topic = words[2];
    size_t nameLength = strlen(topic);
    uint32_t partition = (uint32_t)atoi(words[3]), bytesMax = (uint32_t)atoll(words[4]);
    int64_t total = atoll(words[5]);

    int handle = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(handle, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);

    // length, api 1, version 4, correlation, no client id | replica -1, wait, min, max, isolation | topic | partition
    uint8_t request[512];
    uint8_t *at = put(request + 4, 1, 2);
    at = put(put(put(at, 4, 2), 7, 4), 0xFFFF, 2);
    at = put(put(put(put(put(at, 0xFFFFFFFF, 4), 500, 4), 1, 4), bytesMax, 4), 0, 1);
    at = put(put(at, 1, 4), nameLength, 2);
    memcpy(at, topic, nameLength);
    at = put(put(at + nameLength, 1, 4), partition, 4);
    uint8_t *offsetAt = at;
    at = put(at + 8, bytesMax, 4);
    size_t requestLength = (size_t)(at - request);
    put(request, requestLength - 4, 4);

    size_t capacity = 64 << 20;
    uint8_t *response = malloc(capacity);
    int64_t offset = 0, bytes = 0, records = 0, responses = 0;
    double begin = now();
    while (bytes < total) {
        put(offsetAt, (uint64_t)offset, 8);
        if (write(handle, request, requestLength) != (ssize_t)requestLength) fail("write");
        receive(handle, response, 4);
        size_t length = big(response, 4);
        if (length > capacity) return fprintf(stderr, "a response of %zu bytes\n", length), 1;
        receive(handle, response, length);
        // correlation, throttle, one topic | name | one partition: index, error, two offsets, aborted, records
        uint8_t *field = response + 4 + 4 + 4 + 2 + nameLength + 4 + 4;
        uint16_t error = (uint16_t)big(field, 2);
        int64_t watermark = (int64_t)big(field + 2, 8);
        uint8_t *batch = field + 2 + 8 + 8 + 4 + 4, *end = response + length;
        if (error != 0) return fprintf(stderr, "error %d at offset %lld\n", error, (long long)offset), 1;
        responses++;
        bytes += end - batch;
        while (batch < end) {
            int64_t next = (int64_t)big(batch, 8) + (int64_t)big(batch + 23, 4) + 1;
            if ((int64_t)big(batch, 8) > offset) return fprintf(stderr, "a hole at %lld\n", (long long)offset), 1;
            records += next - offset;
            offset = next;
            batch += 12 + big(batch + 8, 4);
        }
        if (offset >= watermark) offset = 0;
    }
    printf("{\"bytes\": %lld, \"records\": %lld, \"responses\": %lld, \"seconds\": %.4f}\n", (long long)bytes,
        (long long)records, (long long)responses, now() - begin);
}

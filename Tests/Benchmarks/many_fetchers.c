// Holds many connections that fetch one partition each, and measures how late records come on the busy ones.
//
//     many_fetchers PORT TOPIC BUSY IDLE SECONDS WAIT_MILLISECONDS
//
// Connection n fetches partition n from offset 0 on with Fetch version 4, again and again; the first BUSY ones count.
// Each record's value begins with the nanoseconds of the monotonic clock when it was given to the log (batches of one
// record, uncompressed, as `LogBenchmark serve` writes them). Prints "ready" once all connections have their first
// answer or wait, then, at the end, one JSON object with the delays in microseconds.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { RESPONSE_MAX = 64 << 10, BYTES_MAX = 32 << 10, DELAYS_MAX = 8 << 20 };

struct connection {
    int handle, isBusy;
    uint32_t partition;
    int64_t offset;
    size_t received;
    uint8_t *response;
};

static const char *topic;
static uint32_t waitMilliseconds;
static double *delays, begin;
static size_t delayCount, responses, idleResponses;

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

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void ask(struct connection *connection) {
    size_t nameLength = strlen(topic);
    uint8_t request[512];
    uint8_t *at = put(put(put(put(request + 4, 1, 2), 4, 2), 7, 4), 0xFFFF, 2);
    at = put(put(put(put(put(at, 0xFFFFFFFF, 4), waitMilliseconds, 4), 1, 4), BYTES_MAX, 4), 0, 1);
    at = put(put(at, 1, 4), nameLength, 2);
    memcpy(at, topic, nameLength);
    at = put(put(at + nameLength, 1, 4), connection->partition, 4);
    at = put(put(at, (uint64_t)connection->offset, 8), BYTES_MAX, 4);
    put(request, (uint64_t)(at - request - 4), 4);
    if (write(connection->handle, request, (size_t)(at - request)) != at - request) fail("write");
}

static void take(struct connection *connection, const uint8_t *body, size_t length) {
    double time = now();
    const uint8_t *field = body + 4 + 4 + 4 + 2 + strlen(topic) + 4 + 4;
    if (big(field, 2) != 0) {
        fprintf(stderr, "error %d of partition %u\n", (int)big(field, 2), connection->partition);
        exit(1);
    }
    const uint8_t *batch = field + 2 + 8 + 8 + 4 + 4, *end = body + length;
    responses++;
    if (!connection->isBusy) idleResponses++;
    for (; batch < end; batch += 12 + big(batch + 8, 4)) {
        if ((int64_t)big(batch, 8) != connection->offset) {
            fprintf(stderr, "offset %lld came, not %lld\n", (long long)big(batch, 8), (long long)connection->offset);
            exit(1);
        }
        connection->offset += (int64_t)big(batch + 23, 4) + 1;
        // Behind the header: length, attributes, time, offset, no key, length of the value; one byte each.
        double given = (double)big(batch + 61 + 6, 8) / 1e9;
        if (given > begin && delayCount < DELAYS_MAX) delays[delayCount++] = time - given;
    }
    ask(connection);
}

static void receive(struct connection *connection) {
    for (;;) {
        size_t wanted = connection->received < 4 ? 4 : 4 + big(connection->response, 4);
        if (wanted > RESPONSE_MAX) fprintf(stderr, "a response of %zu bytes\n", wanted), exit(1);
        if (connection->received == wanted && wanted > 4) {
            connection->received = 0;
            take(connection, connection->response + 4, wanted - 4);
            continue;
        }
        ssize_t got = recv(connection->handle, connection->response + connection->received,
            wanted - connection->received, MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) fail("recv");
        connection->received += (size_t)got;
    }
}

static int byValue(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int main(int count, char **words) {
    if (count != 7) return fprintf(stderr, "usage: many_fetchers PORT TOPIC BUSY IDLE SECONDS WAIT_MS\n"), 2;
    topic = words[2];
    int busy = atoi(words[3]), all = busy + atoi(words[4]);
    waitMilliseconds = (uint32_t)atoi(words[6]);
    delays = malloc(DELAYS_MAX * sizeof *delays);
    struct connection *connections = calloc((size_t)all, sizeof *connections);
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    int poll = epoll_create1(0), yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int index = 0; index < all; index++) {
        struct connection *connection = &connections[index];
        connection->handle = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(connection->handle, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
        setsockopt(connection->handle, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        connection->partition = (uint32_t)index;
        connection->isBusy = index < busy;
        connection->response = malloc(RESPONSE_MAX);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->handle, &event) != 0) fail("epoll_ctl");
        ask(connection);
    }
    // The first second is for connections and first answers.
    begin = now() + 1;
    double end = begin + atof(words[5]);
    int isReady = 0;
    while (now() < end) {
        struct epoll_event events[256];
        int ready = epoll_wait(poll, events, 256, 50);
        for (int index = 0; index < ready; index++) receive(events[index].data.ptr);
        if (!isReady && now() > begin) {
            isReady = 1;
            printf("ready\n");
            fflush(stdout);
        }
    }
    qsort(delays, delayCount, sizeof *delays, byValue);
    if (delayCount == 0) return fprintf(stderr, "nothing came\n"), 1;
    printf("{\"deliveries\": %zu, \"responses\": %zu, \"idle_responses\": %zu, \"p50\": %.1f, \"p99\": %.1f, "
           "\"max\": %.1f}\n", delayCount, responses, idleResponses, delays[delayCount / 2] * 1e6,
        delays[delayCount * 99 / 100] * 1e6, delays[delayCount - 1] * 1e6);
}

// One librdkafka consumer that counts records and looks at nothing else. Prints one JSON object: records, bytes (of
// keys and values) and the seconds from its first record to its last.
//
//     consumer_loop BOOTSTRAP TOPIC PARTITIONS RECORDS
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MESSAGES_MAX = 10000, SILENCE_MILLISECONDS = 20000 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void set(rd_kafka_conf_t *options, const char *name, const char *value) {
    char text[512];
    if (rd_kafka_conf_set(options, name, value, text, sizeof text) != RD_KAFKA_CONF_OK) {
        fprintf(stderr, "%s\n", text);
        exit(1);
    }
}

int main(int count, char **words) {
    if (count != 5) return fprintf(stderr, "usage: consumer_loop BOOTSTRAP TOPIC PARTITIONS RECORDS\n"), 2;
    long wanted = atol(words[4]), records = 0, bytes = 0;
    rd_kafka_conf_t *options = rd_kafka_conf_new();
    set(options, "bootstrap.servers", words[1]);
    set(options, "group.id", "benchmark");
    set(options, "enable.auto.commit", "false");
    set(options, "enable.auto.offset.store", "false");
    // Otherwise librdkafka's own pauses are measured, of a second whenever so many records wait for the application.
    set(options, "queued.min.messages", "10000000");
    set(options, "queued.max.messages.kbytes", "1048576");
    char text[512];
    rd_kafka_t *consumer = rd_kafka_new(RD_KAFKA_CONSUMER, options, text, sizeof text);
    if (consumer == NULL) return fprintf(stderr, "%s\n", text), 1;
    rd_kafka_poll_set_consumer(consumer);
    rd_kafka_topic_partition_list_t *partitions = rd_kafka_topic_partition_list_new(atoi(words[3]));
    for (int index = 0; index < atoi(words[3]); index++)
        rd_kafka_topic_partition_list_add(partitions, words[2], index)->offset = RD_KAFKA_OFFSET_BEGINNING;
    if (rd_kafka_assign(consumer, partitions) != 0) return fprintf(stderr, "assign failed\n"), 1;
    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(consumer);
    rd_kafka_message_t **messages = malloc(MESSAGES_MAX * sizeof *messages);
    double begin = 0, lastNews = now();
    while (records < wanted) {
        ssize_t got = rd_kafka_consume_batch_queue(queue, 100, messages, MESSAGES_MAX);
        for (ssize_t index = 0; index < got; index++) {
            rd_kafka_message_t *message = messages[index];
            if (message->err == 0) {
                if (records == 0) begin = now();
                records++;
                bytes += (long)(message->len + message->key_len);
            }
            rd_kafka_message_destroy(message);
        }
        if (got > 0) lastNews = now();
        if ((now() - lastNews) * 1000 > SILENCE_MILLISECONDS)
            return fprintf(stderr, "after %ld records nothing came\n", records), 1;
    }
    printf("{\"records\": %ld, \"bytes\": %ld, \"seconds\": %.4f}\n", records, bytes, now() - begin);
    fflush(stdout);
    _Exit(0);
}

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Does what each line of standard input says (words between tabs); an answer is lines, then "." or "! what failed". */
public class JavaClient {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<String> lines = new ArrayList<>();

    JavaClient(Properties options) {
        consumer = new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public static void main(String[] arguments) throws Exception {
        Properties options = new Properties();
        for (String argument : arguments) {
            String[] sides = argument.split("=", 2);
            options.put(sides[0], sides[1]);
        }
        JavaClient client = new JavaClient(options);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            client.lines.clear();
            try {
                client.run(line.split("\t"));
                for (String answer : client.lines) out.write(answer + "\n");
                out.write(".\n");
            } catch (Exception failure) {
                out.write("! " + String.valueOf(failure).replace('\n', ' ') + "\n");
            }
            out.flush();
        }
    }

    private void say(Object... words) {
        lines.add(String.join("\t", Arrays.stream(words).map(String::valueOf).toList()));
    }

    private static TopicPartition place(String[] words, int at) {
        return new TopicPartition(words[at], Integer.parseInt(words[at + 1]));
    }

    private void run(String[] words) {
        switch (words[0]) {
            case "topics" -> consumer.listTopics().forEach((name, partitions) -> say(name, partitions.size()));
            case "assign" -> assign(words);
            case "subscribe" -> consumer.subscribe(Arrays.asList(words).subList(1, words.length));
            case "assignment" -> consumer.assignment().forEach(one -> say(one.topic(), one.partition()));
            case "poll" -> consumer.poll(Duration.ofMillis(Long.parseLong(words[1]))).forEach(this::say);
            case "seek" -> consumer.seek(place(words, 1), Long.parseLong(words[3]));
            case "pause" -> consumer.pause(List.of(place(words, 1)));
            case "resume" -> consumer.resume(List.of(place(words, 1)));
            case "position" -> say(consumer.position(place(words, 1)));
            case "watermarks" -> {
                var asked = List.of(place(words, 1));
                say(consumer.beginningOffsets(asked).get(asked.get(0)), consumer.endOffsets(asked).get(asked.get(0)));
            }
            case "offset_at" -> {
                var found = consumer.offsetsForTimes(Map.of(place(words, 1), Long.parseLong(words[3])));
                var only = found.get(place(words, 1));
                say(only == null ? -1 : only.offset());
            }
            case "commit" -> {
                Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                for (int at = 1; at < words.length; at += 3)
                    offsets.put(place(words, at), new OffsetAndMetadata(Long.parseLong(words[at + 2])));
                consumer.commitSync(offsets);
            }
            case "committed" -> {
                var only = consumer.committed(java.util.Set.of(place(words, 1))).get(place(words, 1));
                say(only == null ? -1 : only.offset());
            }
            case "close" -> consumer.close();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void assign(String[] words) {
        List<TopicPartition> places = new ArrayList<>();
        for (int at = 1; at < words.length; at += 3) places.add(place(words, at));
        consumer.assign(places);
        for (int at = 1; at < words.length; at += 3) {
            switch (words[at + 2]) {
                case "earliest" -> consumer.seekToBeginning(List.of(place(words, at)));
                case "latest" -> consumer.seekToEnd(List.of(place(words, at)));
                default -> consumer.seek(place(words, at), Long.parseLong(words[at + 2]));
            }
        }
    }

    private void say(ConsumerRecord<byte[], byte[]> record) {
        List<Object> words = new ArrayList<>(List.of(record.topic(), record.partition(), record.offset(),
            record.timestamp(), text(record.key()), text(record.value())));
        for (Header header : record.headers()) words.addAll(List.of(header.key(), text(header.value())));
        say(words.toArray());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "-" : Base64.getEncoder().encodeToString(bytes);
    }
}

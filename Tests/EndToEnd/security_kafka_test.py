"""TLS, logins and rights of the Kafka listeners, with the clients that people use."""

import subprocess
import time

import kafka
import kafka.errors
import pytest
from confluent_kafka import KafkaError, KafkaException, Producer, TopicPartition

from harness.kafka import consumer
from harness.secured import PASSWORDS, Secured
from harness.waiting import wait_until

MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
VALUES = [f"value {number}" for number in range(100)]


@pytest.fixture(scope="module")
def secured(tmp_path_factory):
    one = Secured(tmp_path_factory.mktemp("secured"))
    one.start()
    producer = Producer({"bootstrap.servers": one.bootstrap})
    for topic in ("open", "closed"):
        for value in VALUES:
            producer.produce(topic, value)
    assert producer.flush(20) == 0
    yield one
    one.terminate()


def librdkafka(secured, mechanism="SCRAM-SHA-512", user="admin", password=None, **more):
    return {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": mechanism,
        "sasl.username": user,
        "sasl.password": password or PASSWORDS.get(user, "x"),
        "ssl.ca.location": str(secured.authority.certificate),
        **more,
    }


def confluent(secured, **options):
    return consumer(secured.sasl, **librdkafka(secured, **options))


def kafka_python(secured, mechanism="SCRAM-SHA-512", user="admin", password=None, **more):
    return kafka.KafkaConsumer(
        **{
            "bootstrap_servers": secured.sasl,
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": mechanism,
            "sasl_plain_username": user,
            "sasl_plain_password": password or PASSWORDS.get(user, "x"),
            "ssl_cafile": str(secured.authority.certificate),
            "auto_offset_reset": "earliest",
            "enable_auto_commit": False,
            "consumer_timeout_ms": 10_000,
            **more,
        }
    )


def kcat(secured, *arguments, options=None, at=None, text=None):
    command = ["kcat", "-b", at or secured.sasl, "-m", "5"]
    for name, value in (librdkafka(secured) if options is None else options).items():
        command += ["-X", f"{name}={value}"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=40, input=text, check=False)


def values_of(client, topic):
    """Everything in the topic's only partition."""
    client.assign([TopicPartition(topic, 0, 0)])
    found, deadline = [], time.monotonic() + 20
    while len(found) < len(VALUES) and time.monotonic() < deadline:
        for message in client.consume(100, 0.5):
            if message.error() is None:
                found.append(message.value().decode())
            elif message.error().code() != KafkaError._PARTITION_EOF:
                raise KafkaException(message.error())
    client.close()
    return found


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_clients_log_in_over_tls_and_read(secured, mechanism):
    assert values_of(confluent(secured, mechanism=mechanism), "open") == VALUES
    client = kafka_python(secured, mechanism=mechanism)
    client.assign([kafka.TopicPartition("open", 0)])
    assert [next(client).value.decode() for _ in VALUES] == VALUES
    client.close()
    # Debian's librdkafka 2.0.2 writes its nonce twice.
    read = kcat(secured, "-C", "-t", "open", "-o", "beginning", "-e", "-q", options=librdkafka(secured, mechanism))
    assert read.stdout.splitlines() == VALUES, read.stderr


def test_a_group_of_a_logged_in_client_keeps_its_place(secured):
    for expected in (VALUES[:60], VALUES[60:]):
        client = confluent(secured, user="reader", **{"group.id": "open readers"})
        client.subscribe(["open"])
        found, deadline = [], time.monotonic() + 30
        while len(found) < len(expected) and time.monotonic() < deadline:
            message = client.poll(0.5)
            if message is not None and message.error() is None:
                found.append(message.value().decode())
        client.commit(offsets=[TopicPartition("open", 0, VALUES.index(expected[-1]) + 1)], asynchronous=False)
        client.close()
        assert found == expected


@pytest.mark.parametrize("user,password", [("admin", "guessed-42"), ("nobody", "pw-admin"), ("reader", "pw-admin ,=")])
def test_wrong_passwords_and_unknown_users_are_told_so(secured, user, password, caplog):
    errors = []
    client = confluent(secured, user=user, password=password, error_cb=errors.append, **{"socket.timeout.ms": 3000})
    with pytest.raises(KafkaException):
        client.list_topics(timeout=4)
    client.poll(0.1)
    client.close()
    assert any(
        error.code() == KafkaError._AUTHENTICATION and "user name or password is wrong" in error.str()
        for error in errors
    ), errors
    # It tries again until its time is up, and says why in its log.
    with pytest.raises(kafka.errors.KafkaError):
        kafka_python(secured, user=user, password=password, bootstrap_timeout_ms=2500).topics()
    assert "user name or password is wrong" in caplog.text and "socket disconnected" not in caplog.text
    assert password not in secured.log_text()
    wait_until("the log says so", lambda: "login from 127.0.0.1 failed" in secured.log_text(), seconds=5)


def test_topics_without_the_right_to_read_are_not_there(secured, caplog):
    client = confluent(secured, user="reader")
    assert set(client.list_topics(timeout=10).topics) == {"open"}
    assert client.list_topics("closed", timeout=10).topics["closed"].error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED
    client.close()
    client = confluent(secured, user="reader")
    client.subscribe(["closed"])
    refusals = [message.error() for message in client.consume(1, 15)]
    client.close()
    assert [error.code() for error in refusals] == [KafkaError.TOPIC_AUTHORIZATION_FAILED]
    client = kafka_python(secured, user="reader")
    assert client.topics() == {"open"}
    client.assign([kafka.TopicPartition("closed", 0)])
    # kafka-python says it in its log alone, and gives nothing.
    assert list(client) == [] and "Topic closed is not authorized" in caplog.text
    client.close()
    assert values_of(confluent(secured, user="reader"), "open") == VALUES


def test_writing_takes_the_right_to_write(secured):
    outcome = []
    producer = Producer({"bootstrap.servers": secured.sasl, **librdkafka(secured, user="reader")})
    producer.produce("open", "not mine", callback=lambda error, _: outcome.append(error))
    producer.flush(10)
    assert [error.code() for error in outcome] == [KafkaError.TOPIC_AUTHORIZATION_FAILED]
    written = kcat(secured, "-P", "-t", "written", text="by an administrator\n")
    assert written.returncode == 0, written.stderr
    assert "by an administrator" in kcat(secured, "-C", "-t", "written", "-e", "-q").stdout


def test_each_listener_advertises_itself(secured):
    for options, place in ((librdkafka(secured), secured.sasl), ({}, secured.bootstrap)):
        listed = kcat(secured, "-L", options=options, at=place)
        assert f"broker 1 at {place}" in listed.stdout, listed.stderr


def test_clients_that_do_not_trust_the_authority_go_away(secured):
    options = librdkafka(secured)
    del options["ssl.ca.location"]
    refused = kcat(secured, "-L", options=options)
    assert refused.returncode != 0 and "certificate verify failed" in refused.stderr
    wait_until("the log says so", lambda: "does not trust our certificate" in secured.log_text(), seconds=5)


def test_tls_and_plain_text_are_told_apart_in_the_log(secured):
    assert kcat(secured, "-L", options={}).returncode != 0
    wait_until("plain text is named", lambda: "it speaks plain text, and" in secured.log_text(), seconds=5)
    assert kcat(secured, "-L", options={"security.protocol": "ssl"}, at=secured.bootstrap).returncode != 0
    wait_until("TLS is named", lambda: "it speaks TLS, and" in secured.log_text(), seconds=5)


@pytest.mark.parametrize("version,is_spoken", [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)])
def test_tls_begins_at_1_2(secured, version, is_spoken):
    command = ["openssl", "s_client", "-connect", secured.sasl, "-CAfile", secured.authority.certificate, version]
    command += ["-verify_return_error", "-servername", "localhost"]
    if version == "-tls1_1":
        command += ["-cipher", "DEFAULT:@SECLEVEL=0"]
    answer = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False)
    assert ("Verify return code: 0 (ok)" in answer.stdout and "Cipher is (NONE)" not in answer.stdout) == is_spoken


def test_a_listener_may_ask_for_certificates_of_clients(secured):
    trust = {"security.protocol": "ssl", "ssl.ca.location": str(secured.authority.certificate)}
    certificate, key = secured.authority.sign("client")
    shown = {"ssl.certificate.location": str(certificate), "ssl.key.location": str(key)}
    assert "broker 1 at" in kcat(secured, "-L", options=trust | shown, at=secured.mutual).stdout
    assert kcat(secured, "-L", options=trust, at=secured.mutual).returncode != 0
    wait_until("the log says so", lambda: "the client shows no certificate" in secured.log_text(), seconds=5)


def test_own_commands_log_in(secured):
    listed = secured.command_as("reader", "topics", "list", "-b", secured.sasl)
    assert listed.returncode == 0 and "open" in listed.stdout and "closed" not in listed.stdout, listed.stderr
    read = secured.command_as("reader", "consume", "open", "-e", "-b", secured.sasl)
    assert read.stdout.splitlines() == VALUES
    refused = secured.command_as("reader", "consume", "closed", "-e", "-b", secured.sasl)
    assert refused.returncode == 1 and "not authorized" in refused.stderr
    wrong = secured.command_as("admin", "groups", "list", "-b", secured.sasl, password="wrong")
    assert wrong.returncode == 1 and "does not let 'admin' in" in wrong.stderr
    plain = secured.command("topics", "list", "-b", secured.sasl)
    assert plain.returncode == 3 and "--tls" in plain.stderr
    untrusted = secured.command("topics", "list", "-b", secured.sasl, "--tls")
    assert untrusted.returncode == 3 and "is not trusted" in untrusted.stderr

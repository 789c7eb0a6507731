"""A wrong configuration: refused before anything starts, with exit code 2, file, line and the nearest right key."""

import pytest

from harness.leat import Source


@pytest.fixture
def idle(leat):
    """A `leat` whose source is never reached."""
    return leat(Source("trade", 1, "shop"))


def refused(leat):
    result = leat.command("run", "--config", leat.config)
    assert result.returncode == 2, result
    assert not (leat.directory / "data").exists()
    assert len(result.stderr.strip().splitlines()) == 2
    return result.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("directory:", "directroy:"),
        ("server_id:", "serverid:"),
        ("listeners:", "listener:"),
        ("pipelines:", "pipeline:"),
    ],
)
def test_a_misspelt_key_is_named_with_its_line_and_the_right_one(idle, right, wrong):
    lines = idle.config.read_text().splitlines()
    number = next(i for i, line in enumerate(lines, 1) if line.strip().startswith(right))
    idle.config.write_text(idle.config.read_text().replace(right, wrong, 1))
    message = refused(idle)
    assert f"leat.yaml:{number}" in message and wrong[:-1] in message and right[:-1] in message


def test_a_misspelt_key_of_a_pipeline_is_named_with_its_file(idle):
    pipeline = idle.directory / "trade.yaml"
    pipeline.write_text(pipeline.read_text().replace("partitions:", "partition:"))
    message = refused(idle)
    assert "trade.yaml:5" in message and "partitions" in message


def test_a_missing_variable_is_an_error(idle):
    idle.config.write_text(idle.config.read_text().replace("password: leat", "password: ${LEAT_NO_SUCH_VARIABLE}"))
    assert "LEAT_NO_SUCH_VARIABLE" in refused(idle)


def test_a_missing_pipeline_file_is_an_error(idle):
    (idle.directory / "trade.yaml").unlink()
    assert "trade.yaml" in refused(idle)


def test_a_missing_configuration_file_is_an_error(idle):
    idle.config.unlink()
    assert "leat.yaml" in refused(idle)


def test_a_directory_in_use_is_an_error(idle):
    idle.start()
    result = idle.command("run", "--config", idle.config)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) >= 2 and str(idle.directory / "data") in result.stderr
    assert idle.is_running


def test_every_command_has_help_with_an_example(idle):
    commands = ["run", "doctor", "consume", "topics list", "sources list", "sources resume", "position show"]
    commands += ["position list", "position set", "log check", "log dump", "log repair"]
    for command in commands:
        result = idle.command(*command.split(), "--help")
        assert result.returncode == 0 and f"leat {command}" in result.stdout, command

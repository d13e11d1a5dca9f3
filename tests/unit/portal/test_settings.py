"""The environment is checked before anything starts, and a demo stays on this machine."""

from pathlib import Path

import pytest

from catchment.network.errors import BadInput
from catchment.portal import environment, server, variables

COMPLETE = {
    "CATCHMENT_RELEASES": "/network/releases",
    "CATCHMENT_DATABASE": "/network/portal.sqlite3",
    "CATCHMENT_INBOX": "/network/inbox",
    "CATCHMENT_SECRET_KEY": "a long random text, " * 3,
}


def test_a_complete_environment_is_taken():
    told = environment.read(COMPLETE)
    assert told.releases == Path("/network/releases")
    assert told.demo is False
    assert told.hosts == environment.LOOPBACK


@pytest.mark.parametrize("missing", COMPLETE)
def test_what_is_missing_is_named(missing):
    with pytest.raises(BadInput, match=f"^Set {missing} to "):
        environment.read({name: value for name, value in COMPLETE.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("CATCHMENT_HOSTS", "*"),
        ("CATCHMENT_HOSTS", ".example.org"),
        ("CATCHMENT_HOSTS", "data.example.org,https://data.example.org"),
        ("CATCHMENT_HOSTS", "data.example.org:443"),
        ("CATCHMENT_PROXIES", "0"),
        ("CATCHMENT_PROXIES", "two"),
        ("CATCHMENT_TIME_ZONE", "Chicago"),
        ("CATCHMENT_TIME_ZONE", "../etc"),
        ("CATCHMENT_SECRET_KEY", "x" * 80),
        ("CATCHMENT_SECRET_KEY", "short"),
        ("CATCHMENT_SECRET_KEY_OLD", "a"),
    ],
)
def test_what_cannot_be_used_is_named(name, wrong):
    with pytest.raises(BadInput, match=f"^Set {name} to "):
        environment.read({**COMPLETE, name: wrong})


@pytest.mark.parametrize("secret", ["CATCHMENT_SECRET_KEY", "CATCHMENT_DATABASE"])
class TestSecretsInFiles:
    def told(self, secret, file):
        return {**{name: value for name, value in COMPLETE.items() if name != secret}, f"{secret}_FILE": file}

    def test_a_file_is_as_good(self, tmp_path, secret):
        file = tmp_path / "secret"
        file.write_text(f"{COMPLETE[secret]}\n")
        assert environment.read(self.told(secret, str(file))) == environment.read(
            {**COMPLETE, secret: COMPLETE[secret].strip()}
        )

    def test_both_is_one_too_many(self, tmp_path, secret):
        with pytest.raises(BadInput, match=f"^Set either {secret} or {secret}_FILE"):
            environment.read({**COMPLETE, f"{secret}_FILE": str(tmp_path / "secret")})

    @pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
    def test_a_file_that_is_no_use_is_named(self, tmp_path, secret, content):
        file = tmp_path / "secret"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(BadInput, match=f"^Set {secret}_FILE to .*{file}"):
            environment.read(self.told(secret, str(file)))


def test_a_path_that_is_no_secret_comes_in_no_file(tmp_path):
    file = tmp_path / "releases"
    file.write_text("/network/releases")
    told = {name: value for name, value in COMPLETE.items() if name != "CATCHMENT_RELEASES"}
    with pytest.raises(BadInput, match=r"^Set CATCHMENT_RELEASES to "):
        environment.read({**told, "CATCHMENT_RELEASES_FILE": str(file)})


def test_a_misspelt_name_is_told_from_ours():
    told = {**COMPLETE, "CATCHMENT_HOST": "x", "CATCHMENT_RELEASES_FILE": "x", "CATCHMENT_DATABASE_FILE": "x"}
    assert variables.unknown(told) == ["CATCHMENT_HOST", "CATCHMENT_RELEASES_FILE"]


def test_only_a_demo_has_tables_to_break():
    told = {**COMPLETE, "CATCHMENT_TRY_TABLES": "/network/try.json"}
    assert environment.read({**told, "CATCHMENT_DEMO": "1"}).try_tables == Path("/network/try.json")
    assert environment.read(told).try_tables is None
    assert environment.read({**COMPLETE, "CATCHMENT_DEMO": "1"}).try_tables is None


def test_a_demo_answers_to_this_machine_only():
    told = environment.read({**COMPLETE, "CATCHMENT_DEMO": "1", "CATCHMENT_HOSTS": "elsewhere.example.org"})
    assert told.hosts == environment.LOOPBACK


def test_an_sqlite_file_waits_for_its_turn():
    options = environment.database("/network/portal.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_a_postgresql_address_is_taken_apart():
    taken = environment.database(
        "postgresql://portal:p%40ss@db.example.org:5433/catchment?sslmode=verify-full"
    )
    assert (taken["HOST"], taken["PORT"], taken["NAME"]) == ("db.example.org", "5433", "catchment")
    assert (taken["USER"], taken["PASSWORD"]) == ("portal", "p@ss")
    assert taken["OPTIONS"] == {"sslmode": "verify-full"}


def test_several_processes_need_postgresql():
    several = {**COMPLETE, "CATCHMENT_PROCESSES": "4"}
    assert environment.read(COMPLETE).processes == 1
    assert environment.read({**several, "CATCHMENT_DATABASE": "postgresql:///catchment"}).processes == 4
    with pytest.raises(BadInput, match="the database is an SQLite file, so 4 is too many"):
        environment.read(several)
    with pytest.raises(BadInput, match=r"^Set CATCHMENT_PROCESSES to .*: none is no number from 1 to 9"):
        environment.read({**COMPLETE, "CATCHMENT_PROCESSES": "none"})


def test_a_postgresql_socket_needs_neither_password_nor_encryption():
    taken = environment.database("postgresql:///catchment?host=/run/postgresql")
    assert (taken["HOST"], taken["NAME"], taken["PASSWORD"]) == ("/run/postgresql", "catchment", "")


def test_a_postgresql_elsewhere_must_say_how_it_is_encrypted():
    with pytest.raises(BadInput, match=r"add \?sslmode=verify-full"):
        environment.database("postgresql://portal@db.example.org/catchment")


@pytest.mark.parametrize("address", ["mysql://db/catchment", "postgresql://db.example.org"])
def test_other_addresses_are_refused(address):
    with pytest.raises(BadInput, match="CATCHMENT_DATABASE"):
        environment.database(address)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "demo.example.org", "::"])
def test_a_demo_is_not_served_elsewhere(tmp_path, host):
    with pytest.raises(BadInput, match="only served on this machine"):
        server.serve(tmp_path, "db.sqlite3", tmp_path, host, 8000, demo=True)


def test_folders_that_cannot_be_used_are_named(tmp_path):
    (tmp_path / "releases").mkdir()
    (tmp_path / "file").touch()
    server.check_folders(tmp_path / "releases", tmp_path / "inbox")
    for releases in ("file", "missing"):
        with pytest.raises(BadInput, match=f"^Set CATCHMENT_RELEASES to .*{releases} is no folder"):
            server.check_folders(tmp_path / releases, tmp_path / "inbox")
    for inbox in ("file", "missing/inbox"):
        with pytest.raises(BadInput, match=f"^Set CATCHMENT_INBOX to .*{inbox} is no folder"):
            server.check_folders(tmp_path / "releases", tmp_path / inbox)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"])
def test_loopback_is_known(host):
    assert server.is_loopback(host)


@pytest.fixture
def demo(people, settings):
    from catchment.portal import seed
    from tests.portal_people import SINCE
    from tests.portal_release import NORTH

    settings.CATCHMENT_DEMO = True
    seed.create_people(
        [seed.DemoPerson("card@demo.invalid", "Card Sample", "partner", NORTH, "shows the way")], SINCE
    )


def card_of(client) -> str:
    import re

    return re.search(r'name="card" value="(\d+)"', client.get("/demo/").content.decode())[1]


def test_one_click_signs_in(demo, client):
    assert client.post("/demo/sign-in/", {"card": card_of(client)}).status_code == 302
    assert client.get("/week/").status_code == 200
    assert "with this browser alone" in client.get("/account/").content.decode()


def test_one_click_does_not_work_from_elsewhere(demo, client):
    card = card_of(client)
    for address in ("192.0.2.7", "10.0.0.2", "", "a socket"):
        assert client.get("/demo/", REMOTE_ADDR=address).status_code == 404
        assert client.post("/demo/sign-in/", {"card": card}, REMOTE_ADDR=address).status_code == 404


@pytest.mark.parametrize("header", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_one_click_does_not_work_through_a_proxy(demo, client, header):
    """A proxy on this machine calls from this machine, for whoever calls it."""
    card, told = card_of(client), {header: "203.0.113.9"}
    assert client.get("/demo/", headers=told).status_code == 404
    assert client.post("/demo/sign-in/", {"card": card}, headers=told).status_code == 404


def test_one_click_does_not_exist_outside_a_demo(demo, client, settings):
    card = card_of(client)
    settings.CATCHMENT_DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/sign-in/", {"card": card}).status_code == 404


def test_one_click_never_becomes_somebody_without_a_card(demo, client):
    assert client.post("/demo/sign-in/", {"card": "999"}).status_code == 404
    for card in ("x", "9" * 5_000, "9" * 19, ""):
        assert client.post("/demo/sign-in/", {"card": card}).status_code == 404


def test_demo_people_are_refused_outside_a_demo(db):
    from catchment.portal import seed

    with pytest.raises(BadInput, match="only be created in a demo"):
        seed.create_people([], None)


def test_pages_forbid_inline_scripts_and_outside_requests(people, as_person):
    policy = as_person(people.owner).get("/week/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy

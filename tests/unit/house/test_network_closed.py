"""The guard of tests/conftest.py: no test reaches another machine."""

import socket

import pytest

from tests.conftest import NetworkClosed


def test_connecting_elsewhere_is_refused():
    with socket.socket() as client, pytest.raises(NetworkClosed, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))


def test_datagrams_elsewhere_are_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as client, pytest.raises(NetworkClosed):
        client.sendto(b"x", ("192.0.2.1", 53))


def test_looking_up_a_name_is_refused():
    with pytest.raises(NetworkClosed, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_stays_open(host):
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1]), timeout=5) as client,
    ):
        assert client.getpeername()[0] == "127.0.0.1"

"""A real mail server on this machine, and the letters that reached it."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue

from aiosmtpd.controller import Controller

LINK = re.compile(r"https?://\S+")
SECONDS = 20


@dataclass
class Mailbox:
    """Letters in the order in which they arrived; `refuses` makes the server say no, `delay` slow."""

    address: str = ""
    refuses: bool = False
    delay: float = 0.0
    arrived: Queue = field(default_factory=Queue)

    async def handle_DATA(self, _server, _session, envelope) -> str:
        await asyncio.sleep(self.delay)
        if self.refuses:
            return "554 no letters today"
        self.arrived.put(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def next(self, to: str = "") -> EmailMessage:
        """The next letter, or the next to somebody, waiting for it a while; those before it are put away."""
        while True:
            letter = self.arrived.get(timeout=SECONDS)
            if to in ("", letter["To"]):
                return letter

    def link(self, to: str) -> str:
        """The one link in the next letter to somebody."""
        [found] = LINK.findall(text_of(self.next(to)))
        return found


def text_of(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content()


def html_of(letter: EmailMessage) -> str:
    return letter.get_body(("html",)).get_content()


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server that listens on a free port until the block ends."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.address = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield mailbox
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def letters_are_out() -> None:
    """Wait until what was sent without waiting has left."""
    for thread in threading.enumerate():
        if thread.name == "letter":
            thread.join(SECONDS)

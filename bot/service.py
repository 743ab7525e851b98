"""What a process tells the service manager that started it: that it is ready, and that it is well. (sd_notify(3).)"""

import os
import socket
from contextlib import suppress


def tell_service(state: str) -> None:
    """Send a state such as READY=1 to systemd; nothing happens where nobody asked for it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    # A manager that went away meanwhile is nothing that the ward suffers from.
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as teller:
        # A name of Linux' own begins with a zero byte, written as @.
        teller.connect("\0" + address[1:] if address.startswith("@") else address)
        teller.sendall(state.encode())

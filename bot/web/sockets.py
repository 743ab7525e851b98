"""Listening sockets, opened before the server behind them is loaded."""

import socket

from bot.errors import SetupError, os_words


def bind(host: str, port: int, setting: str) -> socket.socket:
    """Open the listening socket; raises SetupError, which names the `setting` to change, where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # Listening from here on: whoever comes before the server is up waits in the backlog.
        listening.listen(128)
    except OSError as error:
        listening.close()
        why = os_words(error)
        raise SetupError(f"Không mở được cổng {port} trên {host}: {why}. Hãy đổi {setting}.") from error
    return listening


def is_free(host: str, port: int) -> bool:
    """Whether this port could be opened now."""
    try:
        bind(host, port, "").close()
    except SetupError:
        return False
    return True

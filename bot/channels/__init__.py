"""The wires: one file or folder a channel, all behind the protocol of base."""

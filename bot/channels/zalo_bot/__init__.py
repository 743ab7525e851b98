"""Zalo's bot platform as a channel: plain messages out, one event at a time in."""

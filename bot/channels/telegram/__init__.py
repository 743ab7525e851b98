"""The Telegram channel: the only room that knows python-telegram-bot."""

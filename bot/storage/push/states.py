"""States in the text of a statement.

An index over rows of one state is not used for a state that is handed in, once PostgreSQL has made its plan for all
values (after five times).
"""

from sqlalchemy import Text, literal_column

from bot.domain.delivery import DeliveryState

HELD = literal_column(f"'{DeliveryState.HELD}'", Text)
QUEUED = literal_column(f"'{DeliveryState.QUEUED}'", Text)
SENDING = literal_column(f"'{DeliveryState.SENDING}'", Text)

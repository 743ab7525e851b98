"""Every table, in DESIGN's words. Migrations build them; this file is how queries name them. It is longer than 400
lines because a schema is read as a whole.

A delivery row is either one dispatch to one person, or a reply (no dispatch) that carries its own content.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.types import Exact, Instant

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

SEARCHED = ("post_search", "figure_search")
"""Full-text indexes in each engine's own form, outside of the metadata: a row a published post, of all its words, and
of those of its figures."""

# SQLite numbers rows by itself only for a column declared INTEGER; PostgreSQL needs 64 bits.
Key = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Key, primary_key=True)


def _ref(name: str, target: str, *, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    return Column(name, Key, ForeignKey(f"{target}.id"), nullable=nullable, primary_key=primary_key)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of some rows alone. Migrations make it; each engine's own option here would load both at every start."""
    return Index(name, *columns, unique=unique, info={"where": where})


def _where_there(table: str, name: str) -> Index:
    """An index of those rows alone that have a value there."""
    return _partial(f"ix_{table}_{name}", name, where=f"{name} IS NOT NULL")


ward = Table(
    "ward",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("hotline", Text, nullable=False),
    # The next public and cadre-only numbers; locking this row hands them out without gaps.
    Column("next_number", Integer, nullable=False),
    Column("next_cadre_number", Integer, nullable=False),
    Column("quiet", Text, nullable=False, server_default="21:30-6:00"),  # when phones are let be, "" for never
    Column("welcome", Text, nullable=False, server_default=""),  # the ward's own first words
    Column("public_url", Text, nullable=False, server_default=""),  # of the public pages; "" for none
    Column("erased", Integer, nullable=False, server_default=text("0")),  # people ever; below 0 once all left the disk
)

topic = Table(
    "topic",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    Column("preselected", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
)

area = Table(
    "area",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("aliases", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),  # private, group, broadcast
    Column("name", Text, nullable=False),
    Column("role", Integer, nullable=False),  # the rank: resident 0 … admin 4
    Column("subscribed", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    # Invite codes that were wrong, and when the first of them came.
    Column("wrong_codes", Integer, nullable=False, server_default=text("0")),
    Column("wrong_codes_since", Instant),
    Column("bundle", Text, nullable=False, server_default="now"),  # now, daily, weekly
    Column("areas_asked", Boolean, nullable=False, server_default=text("false")),  # where they live
    # Who wrote from another address, as far as copies and the audit name them so: nobody by now, but for that one.
    Column("merged_into", Key),
    _where_there("person", "merged_into"),
    _partial("ix_person_broadcast", "id", where="kind = 'broadcast'"),
)

person_topic = Table(
    "person_topic",
    metadata,
    _ref("person_id", "person", primary_key=True),
    _ref("topic_id", "topic", primary_key=True),
)

person_area = Table(
    "person_area",
    metadata,
    _ref("person_id", "person", primary_key=True),
    _ref("area_id", "area", primary_key=True),
)

address = Table(
    "address",
    metadata,
    _id(),
    _ref("person_id", "person"),
    Column("route", Text, nullable=False),  # channel:account
    Column("chat_id", Text, nullable=False),
    Column("preferred", Boolean, nullable=False),  # where its person is told; a group that put us out is told nowhere
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant),  # this chat's own pace, beside the token's
    Column("place", Text),  # where in the chat its pushes go: a topic of a group; none for the chat itself
    Column("rang_at", Instant),  # when a push last made a sound there
    # Of several addresses of one person (see domain.links).
    Column("wished", Boolean, nullable=False, server_default=text("true")),  # where they wish to be told
    Column("official", Boolean, nullable=False, server_default=text("true")),  # where they are told as an official
    Column("role", Integer, nullable=False, server_default=text("4")),  # the most that they may do from here
    Column("link_hash", Text),  # of the code by which another address becomes theirs
    Column("link_until", Instant),
    _where_there("address", "link_hash"),
    UniqueConstraint("route", "chat_id"),
    Index("ix_address_person_id", "person_id"),
)

invite = Table(
    "invite",
    metadata,
    _id(),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("role", Integer, nullable=False),
    _ref("created_by", "person", nullable=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    _ref("redeemed_by", "person", nullable=True),
    Column("redeemed_at", Instant),
)

role_change = Table(
    "role_change",
    metadata,
    _id(),
    Column("role", Integer, nullable=False),
    # A code that is worth nothing until another admin agrees, or a person whose role was taken and may be given back.
    _ref("invite_id", "invite", nullable=True),
    _ref("person_id", "person", nullable=True),
    _ref("asked_by", "person", nullable=True),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    _ref("decided_by", "person", nullable=True),
    Column("decided_at", Instant),
    Column("agreed", Boolean),
    Index("ix_role_change_invite_id", "invite_id"),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    _ref("person_id", "person"),
    Column("version", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("ix_consent_person_id", "person_id"),
)

post = Table(
    "post",
    metadata,
    _id(),
    Column("number", Integer),
    Column("audience", Text, nullable=False),  # everyone, cadres
    Column("state", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("code", Text),
    _ref("author_id", "person", nullable=True),
    Column("revision_id", Key),  # the current one; no foreign key, the two tables point at each other
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("published_at", Instant),
    Column("corrects_id", Key),  # the published post that this draft corrects; no foreign key, as above
    Column("due_at", Instant),
    Column("remind_at", Instant),  # when approvers who have not answered are asked once more
    Column("paid", Boolean, nullable=False, server_default=text("false")),  # an admin agreed to pay for its push
    Column("expires_at", Instant),
    Column("closing", Text),  # why it was withdrawn, or what was said of how it ended
    Column("review_due", Boolean, nullable=False, server_default=text("false")),
    Column("follow_up", Text),  # safe, off, moved
    Column("message_id", Text),  # the message in its author's chat that holds a draft's whole text
    UniqueConstraint("audience", "number"),
    Index("ix_post_code", "code"),
    Index("ix_post_state_published_at", "state", "published_at"),
    # So that the clock looks at those alone that will end: nearly all others have.
    _partial("ix_post_state_expires_at", "state", "expires_at", where="expires_at IS NOT NULL"),
)

post_topic = Table(
    "post_topic",
    metadata,
    _ref("post_id", "post", primary_key=True),
    _ref("topic_id", "topic", primary_key=True),
    Index("ix_post_topic_topic_id_post_id", "topic_id", "post_id"),
)

post_area = Table(
    "post_area",
    metadata,
    _ref("post_id", "post", primary_key=True),
    _ref("area_id", "area", primary_key=True),
)

revision = Table(
    "revision",
    metadata,
    _id(),
    _ref("post_id", "post"),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("organisation", Text),
    Column("place", Text),
    Column("event_date", Text),  # YYYY-MM-DD, only when fully written or given by the official
    Column("date_as_written", Text),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("summary", JSON, nullable=False),
    Column("guests", JSON, nullable=False),
    _ref("created_by", "person", nullable=True),
    Column("created_at", Instant, nullable=False),
    Column("change", Text),  # of a correction: typing, meaning
    Column("changes", JSON),  # what it changed, a line each
    Column("when_lines", JSON(none_as_null=True)),  # of a notice: when, where, who, what to do
    Column("by_hand", JSON(none_as_null=True)),  # the fields that an official set in place of the reading
    Column("left_out", JSON(none_as_null=True)),  # spans of the body that residents do not get
    UniqueConstraint("post_id", "number"),
    Index("ix_revision_kind", "kind"),
    *(_where_there("revision", name) for name in ("ends_at", "starts_at", "event_date")),
)

reminder = Table(
    "reminder",
    metadata,
    _id(),
    _ref("person_id", "person"),
    _ref("post_id", "post"),
    Column("due_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("person_id", "post_id"),
    Index("ix_reminder_due_at", "due_at"),
    Index("ix_reminder_post_id", "post_id"),
)

mistake = Table(
    "mistake",
    metadata,
    _id(),
    _ref("post_id", "post"),
    _ref("person_id", "person", nullable=True),  # who says so, until they are erased
    Column("words", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("remind_at", Instant),  # when officials are told once more that it waits
    Column("answer", Text),
    Column("answered_at", Instant),
    _ref("answered_by", "person", nullable=True),
    Index("ix_mistake_post_id", "post_id"),
    Index("ix_mistake_person_id", "person_id"),
)

approval = Table(
    "approval",
    metadata,
    _id(),
    _ref("revision_id", "revision"),
    _ref("person_id", "person", nullable=True),
    Column("given_at", Instant, nullable=False),
    UniqueConstraint("revision_id", "person_id"),
)

figure = Table(
    "figure",
    metadata,
    _id(),
    _ref("revision_id", "revision"),
    Column("position", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("value", Exact, nullable=False),
    Column("unit", Text),
    Column("of", Exact),
    Column("comparison", Text),
    Column("period", Text),
    Column("is_target", Boolean, nullable=False),
    Column("folded", Text, nullable=False),
    Column("phrase", Text, nullable=False, server_default=""),
    Column("wording", Text, nullable=False, server_default="text"),
    Column("rank", Integer),
    Index("ix_figure_revision_id", "revision_id"),
)

warning = Table(
    "warning",
    metadata,
    _id(),
    _ref("revision_id", "revision"),
    Column("position", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("quotes", JSON, nullable=False),
    Column("note", Text, nullable=False),
    _ref("accepted_by", "person", nullable=True),
    Column("accepted_at", Instant),
    Index("ix_warning_revision_id", "revision_id"),
)

tally = Table(
    "tally",
    metadata,
    _id(),
    _ref("revision_id", "revision"),
    Column("met", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Index("ix_tally_revision_id", "revision_id"),
)

attachment = Table(
    "attachment",
    metadata,
    _id(),
    Column("hash", Text, nullable=False, unique=True),  # SHA-256 of name and content, in hexadecimal
    Column("size", Integer, nullable=False),
    Column("words", Text),  # for the search, folded; none where nothing in it could be read
    Column("private", JSON, nullable=False),  # what looks like personal data in it
    Column("stored_at", Instant, nullable=False),
    # The last: to read what stands behind 20 MB, SQLite took 45 ms a row.
    Column("content", LargeBinary, nullable=False),
    # A number is never given twice: what was sent under it is remembered longer than the file is kept.
    sqlite_autoincrement=True,
)

revision_attachment = Table(
    "revision_attachment",
    metadata,
    _ref("revision_id", "revision", primary_key=True),
    _ref("attachment_id", "attachment", primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("photo", Boolean, nullable=False),  # shown as a picture, else a file to keep
    Column("name", Text, nullable=False),
    Column("source", Boolean, nullable=False),  # the revision's text was read from it
    Column("alt", Text, nullable=False, server_default=""),  # what a photo shows, in an official's words
    Index("ix_revision_attachment_attachment_id", "attachment_id"),
)

attachment_file = Table(
    "attachment_file",
    metadata,
    Column("attachment_id", Key, ForeignKey("attachment.id", ondelete="CASCADE"), nullable=False, primary_key=True),
    Column("route", Text, primary_key=True),
    Column("photo", Boolean, primary_key=True),  # a platform names the same bytes in two ways
    Column("file_id", Text, nullable=False),
)

target = Table(
    "target",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),  # its name with its term: one name may come back in each term
    Column("unit", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("term", Text, nullable=False, server_default=""),  # 2020-2025 or 2026
    Column("yearly", Boolean, nullable=False, server_default=text("false")),  # the plans are for each year of the term
    Column("due", Text),  # YYYY-MM-DD, of a milestone
    Column("topic_id", Key),
    Column("owner", Text, nullable=False, server_default=""),
    Column("ended_at", Instant),
)

plan = Table(
    "plan",
    metadata,
    _id(),
    _ref("target_id", "target"),
    Column("name", Text, nullable=False),
    Column("value", Exact, nullable=False),
    UniqueConstraint("target_id", "name"),
)

measurement = Table(
    "measurement",
    metadata,
    _id(),
    _ref("target_id", "target"),
    Column("period", Text, nullable=False),
    Column("value", Exact, nullable=False),
    Column("cumulative", Boolean, nullable=False),
    _ref("post_id", "post", nullable=True),
    Column("measured_at", Instant, nullable=False),
    Column("revision_id", Key),  # of the post, in which the quote stands
    Column("quote", Text, nullable=False, server_default=""),
    Column("ended_at", Instant),  # since when it holds no more; it is kept to tell how a number came to be
    Column("ended", Text),  # replaced, corrected, unsaid, withdrawn
    Index("ix_measurement_target_id", "target_id"),
    _where_there("measurement", "post_id"),
)

contact = Table(
    "contact",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("phone", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("hours", Text, nullable=False),
    Column("matters", Text, nullable=False),  # what to call there for
)

answer = Table(
    "answer",
    metadata,
    _id(),
    Column("question", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("words", Text, nullable=False),  # other ways to ask it, parted by commas
    Column("text", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("reviewed_until", Text, nullable=False),  # YYYY-MM-DD, the last day on which it is sure
    _ref("author_id", "person", nullable=True),
    Column("asked_at", Instant),  # when its author was asked whether it still holds
)

synonym = Table(
    "synonym",
    metadata,
    _id(),
    Column("words", JSON, nullable=False),  # phrases that mean the same
)

proposal = Table(
    "proposal",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),  # contact, answer, target
    Column("subject_id", Key),  # what it changes or takes away; none where it adds
    Column("content", JSON(none_as_null=True)),  # none where it takes away
    _ref("asked_by", "person", nullable=True),
    Column("asked_at", Instant, nullable=False),
    _ref("decided_by", "person", nullable=True),
    Column("decided_at", Instant),
    Column("agreed", Boolean),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),  # the order in which events came
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("event_key", Text, nullable=False),
    Column("chat_id", Text, nullable=False),  # whose turn it waits for
    Column("state", Text, nullable=False),  # waiting, done, failed
    Column("error", Text),  # the exception's class, never its text
    Column("received_at", Instant, nullable=False),
    Column("body", Text),  # as the platform sent it, while it waits
    Column("tries", Integer, nullable=False, server_default=text("0")),  # how often it was begun after a stop
    UniqueConstraint("channel", "account", "event_key"),
    Index("ix_inbox_received_at", "received_at"),
    _partial("ix_inbox_waiting", "channel", "account", "chat_id", "id", where="state = 'waiting'"),
)

reception = Table(
    "reception",
    metadata,
    Column("route", Text, primary_key=True),
    Column("heard_at", Instant, nullable=False),  # a poll returned, or the webhook's server was up
    Column("back_at", Instant),  # since when, after the last long silence
    Column("holder", Text),  # the process that alone may ask, where a platform hands each event to one
    Column("held_until", Instant),
)

conversation = Table(
    "conversation",
    metadata,
    _ref("address_id", "address", primary_key=True),
    Column("step", Text),
    Column("data", JSON, nullable=False),
    Column("expires_at", Instant),
    Column("asked_at", Instant),  # since when the step is open
    Column("choices", JSON, nullable=False, server_default="[]"),  # numbers, for channels without buttons
)

job = Table(
    "job",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", Text, nullable=False),  # queued, running, done, failed
    _ref("address_id", "address", nullable=True),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("claim", Text),
    Column("lease_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("place", Text),  # where in the chat it is answered
    Index("ix_job_state_not_before", "state", "not_before"),
)

dispatch = Table(
    "dispatch",
    metadata,
    _id(),
    _ref("revision_id", "revision", nullable=True),  # what it says, where that is a post
    Column("kind", Text, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text),  # why it is paused, for the official
    Column("words", Text),  # of an all-clear or a withdrawal: what the official adds
    Column("paid", Boolean, nullable=False, server_default=text("false")),
    Column("alarmed", Boolean, nullable=False, server_default=text("false")),  # too many failures were reported
    Column("promised_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    # Where the live progress line stands, and when it was last drawn.
    Column("progress_route", Text),
    Column("progress_chat_id", Text),
    Column("progress_at", Instant),
    # A message of its own, as a reply is stored, and for whom it is: everyone, cadres. Of what is about no post.
    Column("content", JSON(none_as_null=True)),
    Column("audience", Text),
    Column("follow_up", Text),  # of an all-clear: safe, off, moved
    Index("ix_dispatch_state", "state"),
    Index("ix_dispatch_revision_id", "revision_id"),
    # For the errata of a year, beside 100,000 posts that were only sent.
    Index("ix_dispatch_kind_created_at", "kind", "created_at"),
)

delivery = Table(
    "delivery",
    metadata,
    _id(),
    # No foreign keys: looking both up took a fan-out on PostgreSQL more than half of its time.
    Column("dispatch_id", Key),
    Column("person_id", Key),
    Column("revision_id", Key),  # of a push: what the copy shows, noted when it is claimed
    Column("copy_id", Key),  # of a change: the delivery whose message it is about
    Column("route", Text, nullable=False),
    Column("chat_id", Text),  # of a push: chosen when claimed
    Column("lane", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("place", Text),  # where in the chat it stands: a topic of a group
    Column("content", JSON(none_as_null=True)),  # of a reply
    Column("answer", Text),  # of an answer: its name, the same for all its parts
    Column("role", Integer),  # of a reply: the role it was written for; who has less by then does not get it
    Column("slot", Text),  # of a live line
    Column("dirty", Boolean, nullable=False, server_default=text("false")),
    Column("attempts", Integer, nullable=False),
    Column("maybe_sent", Integer, nullable=False, server_default=text("0")),  # tries that ended in silence
    Column("released", Integer, nullable=False, server_default=text("0")),  # times its holder died with it
    Column("plain", Boolean, nullable=False, server_default=text("false")),  # its markup was refused once
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("claim", Text),
    Column("lease_until", Instant),
    Column("message_id", Text),
    Column("photo_id", Key),  # the picture that the copy shows, 0 a blank one; none where it is a text
    Column("error", Text),
    Column("throttled_at", Instant),  # when the platform first let it wait
    Column("finished_at", Instant),
    Column("digest_id", Key),  # of a push: the delivery of the digest that it is told in
    UniqueConstraint("person_id", "dispatch_id"),
    # Only rows that wait are in the queue's index, so that finished ones never slow a claim.
    _partial("ix_delivery_queue", "route", "lane", "not_before", "id", where="state = 'queued'"),
    _partial("ix_delivery_lease", "lease_until", where="state = 'sending'"),
    Index("ix_delivery_dispatch_id_state", "dispatch_id", "state"),
    _partial("ix_delivery_copy_id", "copy_id", where="copy_id IS NOT NULL"),
    # What waits for people's own hours, and what one digest tells.
    _partial("ix_delivery_held", "not_before", "person_id", where="state = 'held'"),
    _partial("ix_delivery_digest_id", "digest_id", where="digest_id IS NOT NULL"),
    # Replies and live lines: a chat has one line of a slot.
    _partial("ix_delivery_chat", "route", "chat_id", "slot", where="dispatch_id IS NULL", unique=True),
    # So that a live line counts the copies that may have come twice without reading all the others.
    _partial("ix_delivery_repeated", "dispatch_id", "state", where="maybe_sent + released > 0"),
)

pace = Table(
    "pace",
    metadata,
    Column("token", Text, primary_key=True),  # the route: channel:account
    Column("next_at", Instant, nullable=False),
    Column("even_at", Instant),  # when what a stall held up will have been made up for
    Column("paused_until", Instant),
    Column("pause_reason", Text),
    Column("slow_until", Instant),  # half the pace until then: a private chat was refused
    Column("waits_until", Instant),  # when the last wait of a chat ends: until then `throttle` is looked at
    Column("replies_at", Instant),  # where replies stand within their share, beside a push
)

quota = Table(
    "quota",
    metadata,
    Column("route", Text, primary_key=True),
    Column("month", Text, primary_key=True),  # in Vietnam: 2026-12
    Column("sent", Integer, nullable=False),  # that went out, or may have
    Column("received", Integer, nullable=False),
    Column("warned", Integer, nullable=False, server_default=text("0")),  # of messages, at which step in per cent
    Column("crowded", Integer, nullable=False, server_default=text("0")),  # of people
)

throttle = Table(
    "throttle",
    metadata,
    Column("route", Text, primary_key=True),
    Column("chat_id", Text, primary_key=True),
    Column("method", Text, primary_key=True),  # what the platform refused there: new messages, or changes
    Column("until", Instant, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    _ref("person_id", "person", nullable=True),
    Column("action", Text, nullable=False),
    Column("post_id", Key),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_post_id", "post_id"),
)

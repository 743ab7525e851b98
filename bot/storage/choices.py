"""Topics and areas, of people and of posts."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, bindparam, delete, exists, insert, literal, not_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import area, person, person_area, person_topic, post_area, post_topic, topic


async def list_topic_ids(connection: AsyncConnection, person_id: int) -> set[int]:
    """The topics a person has chosen."""
    rows = await connection.scalars(select(person_topic.c.topic_id).where(person_topic.c.person_id == person_id))
    return set(rows)


async def set_topic_ids(connection: AsyncConnection, person_id: int, topic_ids: Iterable[int]) -> None:
    """Replace the topics a person has chosen."""
    await connection.execute(delete(person_topic).where(person_topic.c.person_id == person_id))
    values = [{"person_id": person_id, "topic_id": topic_id} for topic_id in topic_ids]
    if values:
        await connection.execute(insert(person_topic), values)


async def list_area_ids(connection: AsyncConnection, person_id: int) -> set[int]:
    """The areas a person has chosen."""
    rows = await connection.scalars(select(person_area.c.area_id).where(person_area.c.person_id == person_id))
    return set(rows)


async def set_area_ids(connection: AsyncConnection, person_id: int, area_ids: Iterable[int]) -> None:
    """Replace the areas a person has chosen."""
    await connection.execute(delete(person_area).where(person_area.c.person_id == person_id))
    values = [{"person_id": person_id, "area_id": area_id} for area_id in area_ids]
    if values:
        await connection.execute(insert(person_area), values)


async def list_areas_to_ask(connection: AsyncConnection, person_id: int) -> Sequence[Row[int, str]]:
    """The areas in use, (id, name), to ask somebody about; none where they have chosen."""
    chose = exists().where(person_area.c.person_id == person_id)
    return (
        await connection.execute(select(area.c.id, area.c.name).where(area.c.active, not_(chose)).order_by(area.c.id))
    ).all()


async def note_areas_asked(connection: AsyncConnection, person_id: int) -> None:
    """Note that somebody was asked where they live: they are asked once."""
    await connection.execute(update(person).where(person.c.id == person_id).values(areas_asked=True))


async def list_choice_names(connection: AsyncConnection, person_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the topics and of the areas a person has chosen."""
    topics = await connection.scalars(
        select(topic.c.name).join(person_topic).where(person_topic.c.person_id == person_id).order_by(topic.c.position)
    )
    areas = await connection.scalars(
        select(area.c.name).join(person_area).where(person_area.c.person_id == person_id).order_by(area.c.name)
    )
    return tuple(topics), tuple(areas)


async def list_post_topic_ids(connection: AsyncConnection, post_id: int) -> set[int]:
    """The topics a post is about."""
    return set(await connection.scalars(select(post_topic.c.topic_id).where(post_topic.c.post_id == post_id)))


async def set_post_topic_ids(connection: AsyncConnection, post_id: int, topic_ids: Iterable[int]) -> None:
    """Replace the topics a post is about."""
    await connection.execute(delete(post_topic).where(post_topic.c.post_id == post_id))
    values = [{"post_id": post_id, "topic_id": topic_id} for topic_id in topic_ids]
    if values:
        await connection.execute(insert(post_topic), values)


async def list_post_area_ids(connection: AsyncConnection, post_id: int) -> set[int]:
    """The areas a post applies to; none means all."""
    return set(await connection.scalars(select(post_area.c.area_id).where(post_area.c.post_id == post_id)))


async def set_post_area_ids(connection: AsyncConnection, post_id: int, area_ids: Iterable[int]) -> None:
    """Replace the areas a post applies to."""
    await connection.execute(delete(post_area).where(post_area.c.post_id == post_id))
    values = [{"post_id": post_id, "area_id": area_id} for area_id in area_ids]
    if values:
        await connection.execute(insert(post_area), values)


_OF_POST = union_all(
    *(
        select(literal(which).label("which"), one.c.id, one.c.name).join(of).where(of.c.post_id == bindparam("of_post"))
        for which, (one, of) in enumerate(((topic, post_topic), (area, post_area)))
    )
).order_by("which", "id")


async def load_post_choices(
    connection: AsyncConnection, post_id: int
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The topics a post is about and the areas it applies to, each as (id, name)."""
    found: tuple[list[tuple[int, str]], list[tuple[int, str]]] = ([], [])
    for which, id_, name in await connection.execute(_OF_POST, {"of_post": post_id}):
        found[which].append((id_, name))
    return found

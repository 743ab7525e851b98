"""The command line `loa`. Each command imports what it needs when it is called: `loa --help` needs nothing."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from bot.errors import DatabaseDownError, LoaError, NewerSchemaError, RefusedError, SetupError
from bot.lean import lean_imports

app = typer.Typer(
    name="loa",
    help="Loa phường: đăng tin của phường, kiểm số liệu, gửi tới từng người đã đăng ký.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    # Typer's own tracebacks print local variables, and a token could be one of them.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.command()
def run(
    worker: Annotated[bool, typer.Option(help="Gửi tin trong tiến trình này; tắt khi đã có loa worker riêng.")] = True,
) -> None:
    """Chạy bot với các kênh đã cài đặt trong .env."""
    with lean_imports():
        from bot.app import build_ward, serve, start_logging
        from bot.settings import load_settings

        settings = load_settings()
        start_logging(settings)
        ward = build_ward(settings, claims=worker)

    async def work() -> None:
        await ward.prepare(pages=True)
        typer.echo(await ward.introduce())
        await serve(ward)

    run_until_stopped(work())


@app.command("worker")
def run_worker() -> None:
    """Chỉ gửi tin, không nhận: chạy thêm trên máy khác cùng một PostgreSQL."""
    with lean_imports():
        from bot.app import build_ward, deliver, start_logging
        from bot.settings import load_settings

        settings = load_settings()
        start_logging(settings)
        ward = build_ward(settings)

    async def work() -> None:
        await ward.prepare()
        await deliver(ward)

    run_until_stopped(work())


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Cổng của trang dùng thử; bận thì lấy cổng kế tiếp.")] = 8765,
    once: Annotated[bool, typer.Option("--once", help="Chỉ in câu chuyện rồi thoát.")] = False,
) -> None:
    """Dùng thử ngay trên máy này: báo cáo thật, người đăng ký giả, không gửi gì ra ngoài."""
    from rich.console import Console

    from bot.app import start_logging
    from bot.demo.story import demo_settings, run_demo

    start_logging(demo_settings(Path()))
    console = Console()
    run_until_stopped(run_demo(console, port=port, once=once, open_page=_has_desktop()))


@app.command()
def read(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL",
            help="Tệp .docx, .doc, .pdf, .xlsx, .rtf, .txt, ảnh hoặc liên kết; “-” là đọc từ ống lệnh.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho máy đọc.")] = False,
) -> None:
    """Bot đọc được gì từ một văn bản: loại, ngày, số liệu, chỗ đáng ngờ."""
    from bot.clock import in_vietnam
    from bot.reading.documents.sources import read_source
    from bot.reading.doubts.days import past_of
    from bot.reading.doubts.source import with_source
    from bot.reading.reader import read as read_text
    from bot.reading.reader import to_json

    document = asyncio.run(read_source(source))
    reading = with_source(read_text(document.text), document)
    over = past_of(document.text, in_vietnam(datetime.now(UTC)).date())
    reading = replace(reading, warnings=(*reading.warnings, *over))
    if as_json:
        sys.stdout.write(json.dumps(to_json(reading), ensure_ascii=False, indent=1) + "\n")
        return
    from rich.console import Console

    from bot.console import print_reading

    print_reading(document.text, reading, Console())


@app.command()
def check() -> None:
    """Kiểm tra cài đặt: cái gì đã có, cái gì thiếu và vì thế tắt gì, cơ sở dữ liệu và token có dùng được không."""
    from rich.console import Console

    from bot.check import check_all
    from bot.console import print_checks
    from bot.settings import load_settings

    checks = asyncio.run(check_all(load_settings()))
    print_checks(checks, Console())
    if any(one.state == "bad" for one in checks):
        raise typer.Exit(1)


@app.command()
def invite(role: Annotated[str, typer.Argument(help="cadre, writer, approver hoặc admin")]) -> None:
    """Tạo một mã mời ngay trên máy này, khi chưa có quản trị nào trong chat."""
    from bot.app import build_router
    from bot.domain.people import Role
    from bot.settings import load_settings
    from bot.ward import Ward

    try:
        wanted = Role[role.upper()]
    except KeyError:
        raise SetupError("Vai trò phải là một trong: cadre, writer, approver, admin.") from None
    ward = Ward(load_settings(), [], router=build_router())

    async def work() -> str:
        await ward.prepare()
        try:
            async with ward.database.write() as transaction:
                return await ward.services(transaction).people.make_code(wanted, None)
        finally:
            await ward.close()

    typer.echo(f"Mã mời: {asyncio.run(work())}  (dùng một lần, trong 7 ngày; nhắn mã này cho bot)")


@app.command()
def poster(
    area: Annotated[str, typer.Option("--khom", metavar="TÊN", help="Chỉ cho một khu vực, ví dụ “Khóm 3”.")] = "",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Tệp PDF sẽ tạo.")] = Path("ap-phich.pdf"),
) -> None:
    """Áp phích A4 có mã mở bot, để in và dán ở trụ sở, nhà văn hóa, đầu hẻm."""
    from bot.app import build_ward, draw_poster
    from bot.errors import os_words
    from bot.settings import load_settings

    drawn = asyncio.run(draw_poster(build_ward(load_settings(), claims=False), area))
    try:
        out.write_bytes(drawn)
    except OSError as error:
        raise SetupError(f"Chưa ghi được {out}: {os_words(error)}.") from None
    typer.echo(f"Đã tạo {out}: xin in ra khổ A4.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Tệp sao lưu sẽ tạo, ví dụ loa-2026-11-23.zip")]) -> None:
    """Sao lưu toàn bộ cơ sở dữ liệu vào một tệp, kể cả khi bot đang chạy."""
    from rich.console import Console

    from bot.console import progress
    from bot.services.upkeep import back_up
    from bot.settings import load_settings

    # As Ctrl-C: what was begun is taken away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    url = load_settings().database_url.get_secret_value()
    with progress("Sao lưu", Console(stderr=True)) as told:
        rows = asyncio.run(back_up(url, file, told))
    typer.echo(f"Đã sao lưu {rows} dòng vào {file}.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="Tệp do loa backup tạo ra")],
    check_only: Annotated[
        bool, typer.Option("--check", help="Chỉ đọc thử cả tệp, không đụng đến cơ sở dữ liệu nào.")
    ] = False,
) -> None:
    """Khôi phục vào cơ sở dữ liệu còn trống, cùng loại hay khác loại đều được."""
    from rich.console import Console

    from bot.console import progress
    from bot.services import upkeep
    from bot.settings import load_settings

    if check_only:
        typer.echo(f"{file} lành lặn: {asyncio.run(upkeep.check_backup(file))} dòng.")
        return
    url = load_settings().database_url.get_secret_value()
    with progress("Khôi phục", Console(stderr=True)) as told:
        rows, paused = asyncio.run(upkeep.restore(url, file, told))
    typer.echo(f"Đã khôi phục {rows} dòng từ {file}.")
    if paused:
        typer.echo(f"{paused} lượt gửi đang dở lúc sao lưu được tạm dừng, để không ai nhận hai lần.")


def _has_desktop() -> bool:
    import os

    return sys.stdout.isatty() and (sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY")))


def run_until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until done, Ctrl-C or SIGTERM; what is on the wire is recorded before the process ends."""

    async def main() -> None:
        task = asyncio.current_task()
        if task is not None:
            with contextlib.suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await work

    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(main())


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, which costs a push a third less; Windows has none."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


def main() -> None:
    """Run the command line; mistakes of the setup are one sentence and no traceback."""
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as error:
        _give_up_usage(error)
    except LoaError as error:
        _give_up(error)
    except BaseExceptionGroup as group:
        known = group.subgroup(LoaError)
        if known is None:
            raise
        first: BaseException = known
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        _give_up(first)


def _give_up_usage(error: TyperException) -> NoReturn:
    """What was typed is no command, or lacks something; Typer says so in English only."""
    where = getattr(getattr(error, "ctx", None), "command_path", "loa")
    kind, option = type(error).__name__, getattr(error, "option_name", "")
    name = next(reversed(getattr(getattr(error, "param", None), "opts", [])), "")
    if kind == "NoArgsIsHelpError":
        typer.echo(error.format_message())
        sys.exit(error.exit_code)
    said = {
        "NoSuchOption": f"không có lựa chọn {option}",
        "BadOptionUsage": f"lựa chọn {option} còn thiếu giá trị",
        "MissingParameter": f"còn thiếu {name}",
        "BadParameter": f"{name} chưa đúng",
    }.get(kind, "lệnh này không có, hoặc gõ chưa đúng")
    typer.echo(f"Lỗi: {said}. Xem cách dùng: {where} --help", err=True)
    sys.exit(error.exit_code)


def _give_up(error: BaseException) -> NoReturn:
    typer.echo(f"Lỗi: {_sentence(error)}", err=True)
    sys.exit(1 if isinstance(error, NewerSchemaError) else 2)


def _sentence(error: BaseException) -> str:
    if isinstance(error, SetupError):
        return str(error)
    if isinstance(error, RefusedError):
        from bot.cards.refusals import refusal
        from bot.messages.markup import plain

        return plain(refusal(error).text)
    if isinstance(error, DatabaseDownError):
        from bot.cards.health import DATABASE_WAYS_OUT, DATABASE_WORDS

        return f"Cơ sở dữ liệu {DATABASE_WORDS[error.trouble]}. {DATABASE_WAYS_OUT[error.trouble]}."
    return f"Kênh chưa dùng được lúc này ({error}). Hãy chạy: loa check"


if __name__ == "__main__":
    main()

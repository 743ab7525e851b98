"""`loa read` as a program: what it prints, what it says no to, and what it does without."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import sys
sys.argv[:1] = ["loa"]
from bot.__main__ import main
try:
    main()
except SystemExit as ended:
    code = ended.code or 0
needless = {"httpx", "rich", "telegram", "sqlalchemy", "bot.app", "bot.cards", "bot.ward"} & set(sys.modules)
print(",".join(sorted(needless)) or "none", file=sys.stderr)
sys.exit(code)
"""


def loa(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )


def test_reading_a_file_as_json_needs_neither_the_network_nor_the_bot(tmp_path: Path) -> None:
    file = tmp_path / "tin.txt"
    file.write_text("Phường sửa chữa 31/34 căn nhà trong năm 2026.\nHạn cuối là ngày 31/11/2026.", encoding="utf-8")
    said = loa("read", "--json", str(file))
    assert (said.returncode, said.stderr.strip()) == (0, "none")
    assert [one["code"] for one in json.loads(said.stdout)["warnings"]] == ["impossible-date"]


def test_an_invitation_to_a_day_that_is_over_is_doubted_by_the_command(tmp_path: Path) -> None:
    file = tmp_path / "moi.txt"
    file.write_text("Kính mời bà con dự lễ lúc 8 giờ ngày 05/01/2020 tại sân chợ.", encoding="utf-8")
    assert "past-event" in loa("read", "--json", str(file)).stdout


def test_help_needs_nothing() -> None:
    said = loa("--help")
    assert (said.returncode, said.stderr.strip()) == (0, "none")


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "may.bin"
    file.write_bytes(b"\x7fELF" + bytes(200))
    for source, sentence in ((str(file), "Bot chỉ đọc được .docx"), (str(tmp_path / "khong"), "Không thấy tệp")):
        said = loa("read", source)
        assert said.returncode == 2
        assert said.stderr.startswith(f"Lỗi: {sentence}")
        assert "Traceback" not in said.stderr


def test_what_is_typed_wrongly_is_told_in_one_vietnamese_sentence() -> None:
    told = {
        ("restore",): "còn thiếu file. Xem cách dùng: loa restore --help",
        ("run", "--nhanh"): "không có lựa chọn --nhanh. Xem cách dùng: loa run --help",
        ("demo", "--port", "x"): "--port chưa đúng. Xem cách dùng: loa demo --help",
        ("chay",): "lệnh này không có, hoặc gõ chưa đúng. Xem cách dùng: loa --help",
    }
    for arguments, sentence in told.items():
        said = loa(*arguments)
        assert (said.returncode, said.stderr.splitlines()[0]) == (2, f"Lỗi: {sentence}")

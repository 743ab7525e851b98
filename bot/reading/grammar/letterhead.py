"""What only official papers have at their top: the national motto and the number line (Decree 30/2020)."""

import re

MOTTO = re.compile(
    r"(?<!nước )c[ộô]ng h(?:òa|oà) x[ãa] h[ộô]i chủ ngh[ĩi]a(?: việt nam)?|"
    r"đ[ộô]c lập ?[-.*] ?t[ựư] do ?[-.*] ?hạnh phúc|đảng cộng sản việt nam"
)
"""In small letters; scans and careless typing lose the marks of some."""

NUMBER_LINE = re.compile(r"[^\w\n]*số(?: hiệu)?(?:\s?:|\s+[\d.…/ ]{1,12}/)")
"""Where a line begins with a paper's number: "Số: 41/UBND-VX"."""

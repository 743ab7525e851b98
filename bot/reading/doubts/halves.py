"""Half a word typed twice: "thu ngân ngân sách", "hội viên viên"; not "đại biểu biểu quyết", two words that meet."""

from bot.reading.grammar.text import word_set

# Syllables that are no word alone: the ones that stand before them in a word, and the ones behind. Between two of
# these the syllable ends one word and begins the next: "giải ngân ngân sách", "lương thực thực phẩm".
_TABLE = """
viên: hội đảng đoàn giáo nhân thành ủy sinh xã vận học đội quản chuyên / chức
chức: công viên tổ / năng vụ danh trách sắc
tế: y kinh thực quốc / bào
ngân: giải / sách hàng khoản
triển: phát / khai vọng lãm
nghị: hội đề kiến / quyết định
quyết: nghị giải biểu kiên quả phán / định toán tâm liệt
niên: thanh thiếu trung cao thường / vụ khóa
phụ: / nữ huynh lục trách cấp
nông: khuyến / thôn dân nghiệp sản lâm
nghiệp: nông công doanh sự lâm tốt thất ngư xí / vụ
giáo: tôn phật tuyên / dục viên dân xứ án
dục: giáo thể tình /
hoạch: kế quy thu /
tuyên: / truyền dương bố giáo
lãnh: / đạo thổ
hỗ: tương / trợ
thực: lương xác hiện trung / hiện tế phẩm trạng
vận: / động chuyển tải hành
huy: chỉ phát / động hiệu chương
an: công trị bình / ninh toàn sinh tâm
biểu: đại phát tiêu / quyết dương diễn mẫu tượng
khai: triển công niêm kê / thác mạc báo giảng trương
ninh: an /
sinh: an vệ phát học / hoạt viên sản
mạc: khai bế /
nhiệm: trách bổ kiêm bầu / vụ kỳ
"""


def _parted(block: str) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    rows = (line.partition(":") for line in block.strip().splitlines())
    sides = {syllable: tuple(word_set(side) for side in row.split("/")) for syllable, _, row in rows}
    return {syllable: (before, after) for syllable, (before, after) in sides.items()}


_BOUND = _parted(_TABLE)


def is_half(before: str, syllable: str, after: str) -> bool:
    """Tell a syllable that stands twice though no two words meet in it; all in small letters."""
    if syllable not in _BOUND:
        return False
    ends, begins = _BOUND[syllable]
    return not (before in ends and after in begins)

"""Welcome, consent, topics and areas, privacy, invitations and roles."""

import json
from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import lines, minute, own_words
from bot.cards.names import ROLE_NAMES, channel_name
from bot.clock import in_vietnam
from bot.domain.hours import Bundle
from bot.domain.people import Choice, Profile, Role, Viewer
from bot.domain.posts import Post
from bot.domain.views import LONGEST_QUESTION, WardInfo
from bot.domain.words import first_words, fold_words
from bot.messages.message import Button, File, Reply

CONSENT = Markup(
    "Để gửi tin, phường cần lưu: <b>mã cuộc trò chuyện này, tên hiển thị, chủ đề và khu vực</b> bà con chọn, "
    "cùng thời điểm đồng ý. Chỉ dùng để gửi tin của phường, không theo dõi ai đã đọc, không đưa cho ai khác. "
    "Ngừng bất cứ lúc nào bằng chữ <b>ngừng</b>; xem hoặc xóa dữ liệu bằng chữ <b>riêng tư</b>."
)
"""What people agree to. Whoever changes it also changes services.subscriptions.CONSENT_VERSION."""


def welcome(ward: WardInfo, viewer: Viewer, *, subscribes: bool = True) -> Reply:
    """The first words a person sees, the ward's own where it has some; `subscribes` offers to subscribe."""
    role = (
        Markup("Vai trò của anh/chị: <b>{}</b>.").format(ROLE_NAMES[viewer.role])
        if viewer.role > Role.RESIDENT
        else None
    )
    rows = [(buttons.LATEST, buttons.TARGETS), (buttons.HELP,)]
    if subscribes and not viewer.subscribed:
        rows.insert(0, (buttons.SUBSCRIBE,))
    if viewer.role >= Role.WRITER:
        rows.insert(0, (buttons.post(),))
    return Reply(
        lines(
            Markup("Kính chào! Đây là <b>Loa phường</b> của {}.").format(ward.name),
            role,
            ward.welcome or "Bà con nhận thông báo, kết quả họp và báo cáo của phường ngay trên điện thoại.",
            "",
            own_words(
                "<k>Bấm nút bên dưới, hoặc gõ chữ thường cũng được|Bà con cứ gõ chữ thường, không cần dấu</k>, "
                "ví dụ: tin moi, chi tieu, tim cup dien."
            ),
        ),
        tuple(rows),
    )


def group_joined(ward: WardInfo) -> Reply:
    """A group has taken the bot in: how it gets the news, in one line."""
    return Reply(
        Markup(
            "Kính chào bà con, đây là <b>Loa phường</b> của {}. Muốn nhóm nhận tin của phường, "
            "quản trị viên của nhóm gõ /dangky ạ."
        ).format(ward.name)
    )


def ask_consent(link: str = "") -> Reply:
    """The consent text with its one button; nothing is subscribed before it is pressed.

    `link` is what the link they came by names, and is chosen then.
    """
    return Reply(
        lines(
            Markup("<b>Đăng ký nhận tin của phường</b>"),
            "",
            CONSENT,
            "",
            Markup(
                "<k>Bấm|Chọn</k> <b>Đồng ý</b> bên dưới, hoặc gõ <b>đồng ý</b>, để đăng ký. "
                "Chưa muốn thì bà con không cần <k>bấm|gõ</k> gì."
            ),
        ),
        ((Button("Đồng ý", f"subscribe.agree {link}".rstrip()),),),
    )


def ask_move() -> Reply:
    """A group that gets posts in another topic asks for them in this one: never in both, each post goes out once."""
    return Reply(
        Markup(
            "Nhóm đang nhận tin của phường ở một mục khác. <k>Bấm|Chọn</k> <b>Đồng ý</b> thì từ nay tin mới về mục "
            "này, không về mục kia nữa."
        ),
        ((Button("Đồng ý", "subscribe.agree"),),),
    )


def moved() -> Reply:
    """A group's posts come to the topic where its admin has just asked for them."""
    return Reply(Markup("Từ nay tin mới của phường về mục này."))


def subscribed(choices: Sequence[Choice], areas: Sequence[Choice] = ()) -> Reply:
    """After consent: the topics, already chosen, to be switched off, and the areas that their link named."""
    where = Markup(" Khu vực: <b>{}</b> (đổi: gõ khu vực).").format(", ".join(one.name for one in areas))
    head = Markup("<b>Đã đăng ký.</b> Bà con sẽ nhận các chủ đề có dấu ☑; <k>bấm|gõ số</k> để bỏ hoặc thêm.")
    return choose_topics(choices, head=head + where if areas else head)


BUNDLES = {
    Bundle.NOW: ("Ngay", "ngay khi phường đăng"),
    Bundle.DAILY: ("Gộp mỗi ngày 18 giờ", "gộp một lần lúc 18 giờ mỗi ngày"),
    Bundle.WEEKLY: ("Gộp mỗi tuần", "gộp một lần lúc 18 giờ Chủ nhật"),
}
"""How people may want what is not urgent: on a button, and in a sentence."""


def already_subscribed(bundle: Bundle, places: Sequence[Button] = (), *, replace: bool = False) -> Reply:
    """What a subscriber may settle: when news come, about what, for where, and at which of their `places`."""
    boxes = [buttons.box(ticked=one is bundle, label=BUNDLES[one][0], data=f"bundle {one}") for one in Bundle]
    return Reply(
        Markup(
            "Bà con đã đăng ký rồi, tin mới sẽ tự đến: <b>{}</b>. Tin khẩn luôn đến ngay. "
            "Muốn đổi lúc nhận, chủ đề hay khu vực, <k>bấm nút bên dưới|chọn như dưới đây</k>."
        ).format(BUNDLES[bundle][1]),
        (
            *((box,) for box in (*boxes, *places)),
            (Button("Chủ đề", "topics", typed="chủ đề"), Button("Khu vực", "areas", typed="khu vực")),
        ),
        replace=replace,
    )


def ask_unsubscribe(rest: str) -> Reply:
    """A sentence that begins with "ngừng": it may be a question about the water."""
    words = first_words(f"ngừng {rest}", LONGEST_QUESTION)
    return Reply(
        Markup("Bà con muốn ngừng nhận tin của phường, hay muốn tìm tin?"),
        ((buttons.UNSUBSCRIBE, Button("Tìm tin", f"search {words}")),),
    )


def ask_stop() -> Reply:
    """An official says to stop, and nothing of theirs is on its way."""
    return Reply(
        Markup(
            "Hiện không có tin nào của anh/chị sắp đi. Tin đã đăng thì gõ ví dụ: <b>thuhoi 12</b>. "
            "Anh/chị muốn ngừng nhận tin của phường?"
        ),
        ((buttons.UNSUBSCRIBE, buttons.DRAFTS),),
    )


def unsubscribed(was_subscribed: bool) -> Reply:
    """Stopped, at once."""
    if not was_subscribed:
        return Reply(Markup("Bà con hiện không đăng ký nhận tin nào, bot không gửi gì."), (buttons.FIXED,))
    return Reply(
        Markup("Đã ngừng gửi tin. Bà con vẫn xem được bất cứ lúc nào bằng chữ <b>tin mới</b>."),
        ((Button("Đăng ký lại", "subscribe", typed="đăng ký nhận tin"), Button("Xóa dữ liệu", "privacy.ask")),),
        kept=True,
    )


KEYS = ("Tin mới", "Sắp tới", "Hỏi phường", "Trợ giúp")
OFFICIAL_KEYS = ("Đăng tin", "Bản nháp", "Tin mới", "Trợ giúp")


def is_large_key(text: str) -> bool:
    """Whether a text is what a large key says; those of a role that somebody lost stay on their screen for a while."""
    return fold_words(text[:20]) in {fold_words(key) for key in (*KEYS, *OFFICIAL_KEYS)}


def large_keys(role: Role) -> Reply:
    """Four large keys below the input line, for those who type little; officials have their own."""
    keys = OFFICIAL_KEYS if role >= Role.WRITER else KEYS
    named = Markup(", ").join(Markup("<b>{}</b>").format(one) for one in keys)
    return Reply(Markup("Bốn phím to ở cuối màn hình lúc nào cũng bấm được: {}.").format(named), keys=keys)


def sample_follows() -> Reply:
    """Introduces the newest post."""
    return Reply(Markup("Đây là tin mới nhất, để bà con xem thử:"))


def sample_known(post: Post) -> Reply:
    """The newest post is here already: it is not sent a second time."""
    text = Markup("Tin mới nhất là tin số {}, bà con đã có ở trên.").format(post.number)
    return Reply(text, ((buttons.read(post.number, "Đọc lại"),),))


def choose_topics(choices: Sequence[Choice], *, head: Markup | None = None, replace: bool = False) -> Reply:
    """A person's topics, to be switched on and off."""
    if not choices:
        return Reply(Markup("Phường chưa chia chủ đề; bà con đăng ký là nhận mọi tin."))
    rows = [(buttons.box(ticked=one.chosen, label=one.name, data=f"topics.toggle {one.id}"),) for one in choices]
    text = head or Markup(
        "Bà con muốn nhận chủ đề nào? <k>Bấm|Gõ số</k> để chọn hoặc bỏ. Tin không thuộc chủ đề nào luôn được gửi."
    )
    return Reply(text, (*rows, (Button("Xong", "topics.done"),)), replace=replace)


def choose_areas(choices: Sequence[Choice], *, replace: bool = False) -> Reply:
    """A person's areas, to be switched on and off."""
    if not choices:
        return Reply(Markup("Phường chưa chia khu vực; bà con đăng ký là nhận tin của cả phường."))
    rows = [(buttons.box(ticked=one.chosen, label=one.name, data=f"areas.toggle {one.id}"),) for one in choices]
    return Reply(
        Markup("Bà con ở khu vực nào? Không chọn thì nhận tin của mọi khu vực."),
        (*rows, (Button("Xong", "topics.done"),)),
        replace=replace,
    )


def ask_areas(choices: Sequence[Choice]) -> Reply:
    """Asks a subscriber once where they live; whoever does not say gets the news of all areas."""
    asked = choose_areas(choices)
    text = Markup(
        "Bà con ở khu vực nào, để phường gửi đúng tin? <k>Bấm|Gõ số</k> để chọn. Không muốn nói thì <k>bấm|chọn</k> "
        "<b>Bỏ qua</b>, bà con vẫn nhận tin của mọi khu vực."
    )
    return Reply(text, (*asked.buttons[:-1], (Button("Bỏ qua", "topics.done"),)))


def choices_saved(subscribed: bool) -> Reply:
    """Xong under topics or areas; choosing alone subscribes nobody."""
    if subscribed:
        return Reply(Markup("Đã ghi nhận. Có tin mới, bot sẽ tự gửi đến bà con."), replace=True)
    return Reply(
        Markup(
            "Đã ghi nhận. Bà con chưa đăng ký nên bot chưa gửi tin; <k>bấm nút dưới|gõ như dưới đây</k> để đăng ký."
        ),
        ((buttons.SUBSCRIBE,),),
        replace=True,
    )


def privacy(profile: Profile, links: str = "") -> Reply:
    """All that is kept about a person, and what they can do about it; `links` is the button to their addresses."""
    consent = next((one for one in reversed(profile.consents) if one.withdrawn_at is None), None)
    return Reply(
        lines(
            Markup("<b>Phường đang lưu về bà con:</b>"),
            f"• Tên hiển thị: {profile.name or '(không có)'}",
            *(
                f"• Địa chỉ: {channel_name(channel)}, mã {chat_id}"
                + (", tin đến đây" if channel == profile.told_on else "")
                for channel, chat_id in profile.addresses
            ),
            f"• Vai trò: {ROLE_NAMES[profile.role]}",
            f"• Nhận tin: {BUNDLES[profile.bundle][1] if profile.subscribed else 'không'}",
            f"• Chủ đề: {', '.join(profile.topics) or 'chưa chọn'}",
            f"• Khu vực: {', '.join(profile.areas) or 'chưa chọn'}",
            f"• Đồng ý lúc: {minute(consent.given_at)} (bản {consent.version})"
            if consent
            else "• Chưa đồng ý nhận tin",
            f"• Chỗ sai bà con đã báo: {len(profile.mistakes)}" if profile.mistakes else None,
            f"• Sẽ nhắc về tin số: {', '.join(profile.reminders)}" if profile.reminders else None,
            f"• Số tin đã gửi cho bà con: {profile.deliveries}",
            "",
            "Không lưu nội dung bà con hỏi, không theo dõi ai đã đọc tin nào.",
        ),
        (
            (Button("Tải về", "privacy.export", file=True), Button("Xóa hết", "privacy.ask")),
            *(((Button(links, "link", typed="liên kết"),),) if links else ()),
        ),
    )


def privacy_file(profile: Profile) -> Reply:
    """The same as a file that a program can read too."""
    content = {
        "ten": profile.name,
        "vai_tro": profile.role.code,
        "dang_ky_nhan_tin": profile.subscribed,
        "luc_nhan": BUNDLES[profile.bundle][0],
        "bat_dau": in_vietnam(profile.created_at).isoformat(),
        "chu_de": profile.topics,
        "khu_vuc": profile.areas,
        "dia_chi": [{"kenh": channel, "ma": chat_id} for channel, chat_id in profile.addresses],
        "nhan_tin_o": profile.told_on or profile.addresses[0][0],
        "dong_y": [
            {
                "phien_ban": one.version,
                "luc": in_vietnam(one.given_at).isoformat(),
                "rut_lai": in_vietnam(one.withdrawn_at).isoformat() if one.withdrawn_at else None,
            }
            for one in profile.consents
        ],
        "nhac_ve_tin": profile.reminders,
        "bao_sai": [
            {"luc": in_vietnam(one.created_at).isoformat(), "loi": one.words, "tra_loi": one.answer}
            for one in profile.mistakes
        ],
        "so_tin_da_gui": profile.deliveries,
        "so_tin_da_soan": profile.posts_written,
        "so_cau_hoi_dap_da_viet": profile.answers_written,
    }
    file = File("du-lieu-cua-toi.json", json.dumps(content, ensure_ascii=False, indent=2).encode())
    return Reply(Markup("Đây là toàn bộ dữ liệu phường lưu về bà con."), file=file)


def ask_erase(channels: Sequence[str] = ()) -> Reply:
    """Erasing asks once, because it cannot be undone; of several `channels` it is all."""
    where = Markup(" ở <b>cả {}</b>").format(" và ".join(map(channel_name, channels))) if len(channels) > 1 else ""
    return Reply(
        Markup("Xóa hết dữ liệu{} và ngừng nhận tin? Việc này <b>không lấy lại được</b>.").format(where),
        ((Button("Xóa hết", "privacy.erase", final="xóa hết"), Button("Giữ lại", "privacy")),),
    )


def erased() -> Reply:
    """The last words to a person who was erased."""
    return Reply(Markup("Đã xóa hết dữ liệu của bà con. Muốn dùng lại, chỉ cần nhắn cho bot."), kept=True)


def redeemed(role: Role, subscribed: bool) -> list[Reply]:
    """A code was used; who is not subscribed is asked at once."""
    first = buttons.post() if role >= Role.WRITER else buttons.LATEST
    done = Reply(
        Markup("Đã nhận mã. Vai trò của anh/chị bây giờ: <b>{}</b>.").format(ROLE_NAMES[role]),
        ((first, buttons.HELP),),
    )
    return [done, large_keys(role)] if subscribed else [done, large_keys(role), ask_consent()]


def ward_page(ward: WardInfo, topics: Sequence[str], areas: Sequence[tuple[str, Sequence[str]]]) -> Reply:
    """The ward's facts, and how an admin changes them."""
    area_list = ", ".join(f"{name} (tên cũ: {', '.join(old)})" if old else name for name, old in areas)
    return Reply(
        lines(
            Markup("<b>{}</b>").format(ward.name),
            f"Đường dây nóng: {ward.hotline or 'chưa có'}",
            f"Giờ yên lặng: {ward.quiet}; tin thường chờ đến hết giờ này, tin khẩn vẫn đi ngay"
            if ward.quiet
            else "Giờ yên lặng: không đặt, tin nào cũng đi ngay",
            f"Chủ đề: {', '.join(topics) or 'chưa có'}",
            f"Khu vực: {area_list or 'chưa có'}",
            "",
            Markup("<b>Đổi bằng cách gõ:</b>"),
            "/phuong ten Phường Mỹ Bình",
            "/phuong hotline 0296 3841 000",
            "/phuong yenlang 21:30-6:00 (hoặc: /phuong yenlang tắt)",
            "/phuong chao Lời chào riêng của phường (hoặc: /phuong chao tắt)",
            "/chude bo Văn hóa",
            "/chude them Tuyển dụng",
            "/khuvuc them Khóm 1 = Ấp Đông, Tổ 5",
            "/khuvuc bo Khóm 1",
        )
    )


def ward_changed(what: str, value: str) -> Reply:
    """A fact of the ward was changed."""
    end = "" if value.endswith((".", "!", "?", "…")) else "."
    return Reply(Markup("{}: <b>{}</b>{}").format(what, value, end), ((Button("Xem lại", "ward", typed="phường"),),))

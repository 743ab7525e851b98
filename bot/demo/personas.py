"""The six people of the try-out, each with a role of the ward; one of them has Zalo, all others Telegram."""

from bot.channels.tryout import Persona
from bot.domain.people import Role

PERSONAS = (
    Persona("cu-dan", "resident", "Bà Tư", "Cư dân", "65 tuổi, gõ không dấu", Role.RESIDENT),
    Persona(
        "cu-dan-2", "resident2", "Anh Nam", "Có Zalo", "cư dân, đi làm ca, không có Telegram", Role.RESIDENT, "zalo"
    ),
    Persona("can-bo", "cadre", "Chị Hạnh", "Cán bộ", "phụ trách khóm", Role.CADRE),
    Persona("soan-tin", "writer", "Anh Phúc", "Cán bộ soạn tin", "văn phòng phường", Role.WRITER),
    Persona("duyet", "approver", "Cô Lan", "Người duyệt", "đọc lại trước khi đăng", Role.APPROVER),
    Persona("admin", "admin", "Anh Minh", "Quản trị", "mời người, đặt chủ đề", Role.ADMIN),
)

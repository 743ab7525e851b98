"""The small words: short forms, and those that carry no meaning. A person may read and extend this.

How a line is written stands in patterns.py.
"""

SHORT_FORMS = """
# typed      meant
ko           không
k            không
kg           không
hk           không
hok          không
hong         không
hông         không
hôk          không
dc           được
đc           được
đx           được
dk           đăng ký
đk           đăng ký
dki          đăng ký
j            gì
h            giờ
bh           bao giờ
z            vậy
v            vậy
zậy          vậy
zay          vậy
zị           vậy
zi           vậy
lun          luôn
gòi          rồi
òi           rồi
bik          biết
bít          biết
fai          phải
fường        phường
pường        phường
puong        phường
fuong        phường
dzậy         vậy
bn           bao nhiêu
nhiu         nhiêu
mun          muốn
mún          muốn
mik          mình
bửa          bữa
mí           mấy
rùi          rồi
thui         thôi
zô           vào
dô           vào
bjo          bao giờ
bgio         bao giờ
cx           cũng
hb           học bổng
kiu          kêu
ns           nói
ck           chuyển khoản
mn           mọi người
mng          mọi người
ng           người
trc          trước
nc           nước
đt           điện thoại
dt           điện thoại
ddt          điện thoại
sđt          số điện thoại
sdt          số điện thoại
kp           khu phố
nvh          nhà văn hóa
vh           văn hóa
đg           đường
tdp          tổ dân phố
ub           uỷ ban
ubnd         uỷ ban
shk          sổ hộ khẩu
gks          giấy khai sinh
ks           khai sinh
cc           căn cước
cccd         căn cước
cmnd         căn cước
dvc          dịch vụ công
lm           làm
hs           hồ sơ
vs           với
wa           quá
nv           như vậy
nvqs         nghĩa vụ quân sự
nhìu         nhiều
tks          cảm ơn
thks         cảm ơn
thanks       cảm ơn
thank        cảm ơn
ths          cảm ơn
thk          cảm ơn
tk           cảm ơn
cmon         cảm ơn
"""

FOREIGN = """
# Names and words of other languages, which are no slips of typing.
zalo facebook fb vneid online offline app wifi web website email gmail tiktok youtube covid otp qr pccc atm sms gas
bus free chat link file pdf word excel tv tivi internet stop cancel help hello hi hey bye like bhyt bhxh grab shop
unsubscribe subscribe unsub vaccine test karaoke taxi camera game spam menu hotline good great morning you thank
"""

# How people speak to somebody, and of whom: words that carry no meaning, and may stand anywhere.
IDLE = """
dạ ạ à ơi ui ah uh ad admin bot bót xin làm_ơn vui_lòng cho giúp giùm dùm với nhé nhe nha nghe nghen hen hén
đi luôn liền ngay nè thì là mà vậy thế rứa nhỉ nào cái đã rồi nữa hết cả lại lắm quá rất thật thiệt ghê của từ hãy cứ
cũng muốn cần được bị đang sẽ này kia kìa đây đó ấy tôi tui tao em con mình cháu chị anh cô chú bác ông bà ba má mẹ
chúng_tôi tụi bọn bà_con mọi_người phường
"""

POLITE = """
# Phrases taken out of a question before it is searched.
cho tôi/em/con/tui/mình/cháu/chị/anh/cô/bác? hỏi
xin? hỏi
xin? cho biết
làm_ơn cho biết
cho xin? thông_tin
ai biết chỉ giùm/giúp
muốn hỏi/tìm/tra/xem/biết
^ tìm/kiếm/tra/tra_cứu/tìm_kiếm
muốn biết
<số> tuổi
<số> tháng tuổi
bé/cháu/nhóc/=em_bé <số> tháng
hỏi chút/xíu
nhà tôi/tui/em/con/mình/cháu/chị/anh/bác
phiền anh/chị/em/ad/phường? cho? hỏi/biết?
ah $
=a $
bây giờ
nãy giờ
giúp tôi/em/con/tui/mình với?
nhờ phường/ad/bot
thông_cảm
nghe_nói
tháng/tuần/năm/bữa rồi/trước/qua
"""

PURPOSE = """
# What somebody wants an answer for: neither this nor what follows is searched for.
để/=đặng còn? biết/tính/lo/chuẩn_bị/trữ/liệu/sắp_xếp/thu_xếp/canh/rước/né/tránh/nhắc/báo
để/=đặng còn? đi/tới/ra/vô/đem/mang/chở/đưa
để/=đặng trình_bày/phản_ánh/kiến_nghị/hỏi/nói/thưa/trao_đổi/khiếu_nại
"""

# Words that are not searched for, unless nothing else was said.
DROPPED = """
=dạ =ạ =à =nè ơi ui ah uh ad admin bot bót xin nhé nhe =nha nghe nghen hen hén vậy =thế rứa nhỉ hả thì là =mà
tôi tui tao em con mình cháu =chị anh =cô =chú =bác ông =bà =tụi bọn =chúng =ba =má
cho =của được =bị =đang =sẽ =đã rồi nữa luôn liền ngay =quá =lắm hoài muốn =cần =phải ở =với và những các =cái =này =đó
kia ấy nào giúp giùm dùm có =đi nhờ biết phường bà_con mọi_người =lại =để =về =giờ vào vô hết trong =từ người_ta =ta ai
"""

LITTLE = """
# Words that say little of what a question is about: a post need not hold them. "=a" only where its accents were typed.
năm_nay tháng_nay tháng_này quý_này hiện_nay bây_giờ đăng_ký thông_báo phường_mình phường_ta của_phường ở_phường
đợt_này kỳ_này lần_này lúc_này hồi_này dạo_này sắp_tới gần_đây cuối_năm đầu_năm quanh_đây ngoài_đó trong_đó bên_đó
khu_mình bên_mình chỗ_mình xóm_mình khóm_mình nhà_tôi nhà_tui nhà_em nhà_con nhà_mình nhà_cháu thông_tin vấn_đề
cả_xóm cả_khu cả_hẻm cả_khóm cả_nhà cả_ấp
tình_hình cụ_thể chi_tiết chính_xác rõ_ràng tự_nhiên tổ_chức diễn_ra bắt_đầu kết_thúc tập_trung tụ_tập tham_gia
tham_dự liên_hệ tùm_lum quá_trời trời_đất chuyện_gì việc_gì ra_sao làm_sao thế_nào nghe_nói hình_như có_phải
lịch tin phường về cho ở tại của và mình được con còn vụ với =cùng hoặc =hay nhưng =mà nên vì =để thì là =có không =chưa
tới =đến lên xuống ra vào vô =qua =sang =lại đi =mới xong =vẫn =cũng =chỉ đều =tính =định tưởng thấy =chuyện việc điều
kiểu cách loại =dạng cái =thằng =đứa =bé người lấy =dùng xài chút xíu tí tẹo =hơi =thêm =bên phía chỗ nơi như =vậy bị
phải muốn =cần =nhiều tiền tien trước =sau xem đọc
coi nữa gặp =đỡ =so =đặt mục_tiêu
đọc_lại xem_thêm xem_lại quay_lại sáng trưa chiều =tối =dự hôm bữa kỳ =đợt =hỏi =dạ bắt giùm nhỉ
hả này kia =đó =đây rồi hết luôn
free online app web website link file khi
"""

DEEDS = "sửa đổi hủy xóa rút mua bán thuê tuyển lái tỉnh huyện quận"
"""What a post must tell of where it was asked for with its accents: another deed, or another office, is another matter.
"""

PRICES = """
# What something costs: only where its accents were typed.
phí giá học_phí lệ_phí viện_phí
"""

KEPT = """
# Pairs whose words are dropped alone and mean something together.
trẻ em
con nít
con chó
con cái
cắn/thả/nuôi/chích/tiêm/chích_ngừa/tiêm_phòng/bắt chó $
cái/chỗ/việc/tin này
anh hùng
bà mẹ/trưng/triệu/huyện/chúa
bà bầu
chú ý
ông bà
sinh con
khai sinh cho con
cô nhi
cô giáo
em bé
đi học
đi lại
đi làm
làm việc
đi bộ
năm nay
hoa/cây/chậu/chợ/ông/chị/cô/bà mai
mai táng/vàng/mối/mốt
không khí/gian/gia/phép/dùng/quân/lực
chúng tôi/ta
đại/lễ/mở/dự/trẩy/hát hội
hội nghị/khuyến_học/phụ_nữ/viên/trường/thi/diễn/chợ/chữ_thập_đỏ/việc_làm/đua
ngày hội
được mùa
văn nghệ
bắt đầu
tự vệ
ba ngày
đất ở
nhà ở
ở trọ
làm lại
bầu lại
cấp lại
về hưu
an_toàn giao_thông
có công/thai/bầu/con/nhà/điện_lại/nước_lại/lại
người có_công
"""

DAYS = {
    "yesterday": """
hôm/bữa qua
sáng/trưa/chiều/tối/đêm qua
""",
    "today": """
hôm nay
bữa nay
sáng/trưa/chiều/tối/đêm nay
nay có
^ nay
""",
    "tomorrow": """
ngày mai
sáng/trưa/chiều/tối/đêm mai
bữa mai
mai
""",
    "day-after": """
ngày mốt/kia
mốt $
^ mốt
""",
    "weekend": """
cuối tuần này/sau/tới?
thứ_bảy chủ_nhật này?
""",
    "week": """
tuần này/ni
trong tuần
""",
    "next-week": """
tuần sau/tới
""",
    "month": """
tháng này/ni
trong tháng
""",
    "next-month": """
tháng sau/tới
""",
    "soon": """
sắp tới
sắp tới đây
thời_gian tới
sắp diễn_ra
sắp có
""",
}

OUT_NOW = """
# Who says that it is dark asks about today.
đang/mới/vừa/tự_nhiên/sao mất/cúp/cắt/tắt/cúp_đèn điện/nước/đèn
mất/cúp/cắt/tắt điện/nước/đèn cả_xóm/cả_khu/cả_hẻm/cả_khóm/cả_nhà/cả_ấp? rồi/hoài/quá/nãy_giờ/từ_sáng/từ_tối
mất/cúp/cắt/tắt điện/nước/đèn cả_xóm/cả_khu/cả_hẻm/cả_khóm/cả_nhà/cả_ấp
điện/nước/đèn … chưa/không/hổng có lại
"""

SOME_PLACE = """
# Who names one asks for the news of it.
khóm/hẻm/tổ/ấp/ngõ/kiệt/thôn <số>
khu_phố/tổ_dân_phố <số>
=đường/=chợ/=cầu/trường
"""

PLACES = """
# A word with which a place begins.
hẻm/ngõ/ngách/kiệt/đường/phố/khóm/ấp/thôn/tổ/khu/cầu/chợ/trường/chùa/nhà_thờ/bến/kênh/sông/ngã/chung_cư/nhà_trọ/phòng_trọ/quán/công_viên/trạm/số/quốc_lộ/cổng/bờ/cụm/lô/kp/xóm/công_ty/xưởng
ở/tại/gần/trước/sau/đầu/cuối/ngay/kế_bên/cạnh/đối_diện/trong/ngoài
"""

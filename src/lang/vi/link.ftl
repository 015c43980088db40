# So khớp người: mỗi bậc của từng phép so sánh một câu, và lỗi của tệp mô hình.
link-prior = Mức xuất phát: khả năng một hồ sơ bất kỳ và một ứng viên bất kỳ là cùng một người, trước khi so sánh

link-name-same = Họ tên giống hệt nhau, kể cả dấu
link-name-tone = Họ tên chỉ khác một dấu thanh
link-name-mark = Họ tên chỉ khác một dấu mũ, dấu móc hoặc dấu trăng
link-name-bar = Họ tên chỉ khác nét gạch của chữ đ
link-name-letters = Họ tên cùng chữ cái, khác dấu ở một tiếng
link-name-regional = Họ tên là hai cách gọi theo vùng miền của cùng một tên
link-name-sound = Họ tên khác nhau ở âm thường bị viết lẫn
link-name-typing = Họ tên lệch một ký tự, có thể do gõ phím
link-name-initial = Một bên viết tắt tiếng đệm hoặc họ
link-name-dropped = Một bên thiếu chữ đệm
link-name-order = Cùng các tiếng nhưng khác thứ tự
link-name-alias = Trùng qua tên gọi khác hoặc bí danh
link-name-several = Họ tên khác nhau ở vài chỗ nhưng vẫn gần nhau
link-name-differs = Họ tên khác nhau
link-name-unmarked_same = Họ tên trùng nhau, nhưng một bên không có dấu
link-name-unmarked_near = Họ tên gần giống, một bên không có dấu
link-name-unmarked_differs = Họ tên khác nhau, một bên không có dấu

link-birth-unknown = Một bên không có ngày sinh
link-birth-same_day = Cùng ngày, tháng, năm sinh
link-birth-swapped = Ngày và tháng sinh đổi chỗ cho nhau
link-birth-one_digit = Ngày sinh lệch một chữ số
link-birth-day_or_month = Cùng năm sinh, khác ngày hoặc khác tháng
link-birth-other_year = Cùng ngày và tháng sinh, khác năm
link-birth-two_slips = Ngày sinh lệch ở hai chỗ, mỗi chỗ một chữ số
link-birth-year_only_agrees = Chỉ trùng năm sinh, ngày và tháng đều khác
link-birth-differs = Ngày sinh khác nhau
link-birth-same_month = Cùng tháng, năm sinh; một bên không ghi ngày
link-birth-month_differs = Cùng năm sinh nhưng khác tháng; một bên không ghi ngày
link-birth-month_other_year = Cùng tháng sinh nhưng khác năm; một bên không ghi ngày
link-birth-month_all_differs = Tháng và năm sinh đều khác; một bên không ghi ngày
link-birth-same_year = Cùng năm sinh; một bên chỉ có năm
link-birth-year_off = Năm sinh lệch một năm; một bên chỉ có năm
link-birth-year_differs = Năm sinh khác nhau
link-birth-number_same_year = Năm sinh khớp với năm trong số định danh
link-birth-number_differs = Năm sinh không khớp với năm trong số định danh

link-sex-unknown = Một bên không ghi giới tính
link-sex-same = Cùng giới tính
link-sex-differs = Khác giới tính

link-national_id-unknown = Một bên không có số định danh
link-national_id-other_kind = Một bên là CCCD, một bên là CMND: không so được
link-national_id-same = Trùng số CCCD
link-national_id-one_digit = Số CCCD lệch một chữ số
link-national_id-swapped = Số CCCD có hai chữ số liền nhau đổi chỗ
link-national_id-differs = Số CCCD khác nhau
link-national_id-cmnd_same = Trùng số CMND
link-national_id-cmnd_one_digit = Số CMND lệch một chữ số
link-national_id-cmnd_swapped = Số CMND có hai chữ số liền nhau đổi chỗ
link-national_id-cmnd_differs = Số CMND khác nhau; số này có thể thay đổi khi chuyển tỉnh

link-party_card-unknown = Một bên không có số thẻ đảng viên
link-party_card-other_kind = Hai số thẻ khác loại: không so được
link-party_card-same = Trùng số thẻ đảng viên
link-party_card-one_digit = Số thẻ đảng viên lệch một chữ số
link-party_card-swapped = Số thẻ đảng viên có hai chữ số liền nhau đổi chỗ
link-party_card-differs = Số thẻ đảng viên khác nhau

link-home-unknown = Một bên không có quê quán
link-home-same_commune = Cùng xã, phường quê quán
link-home-commune_same_district = Cùng huyện quê quán, khác xã
link-home-commune_same_province = Cùng tỉnh quê quán, khác xã
link-home-commune_differs = Quê quán khác tỉnh
link-home-same_district = Cùng huyện quê quán; một bên không ghi xã
link-home-district_same_province = Cùng tỉnh quê quán, khác huyện
link-home-district_differs = Quê quán khác tỉnh; một bên không ghi xã
link-home-same_province = Cùng tỉnh quê quán; một bên chỉ ghi tỉnh
link-home-province_differs = Quê quán khác tỉnh; một bên chỉ ghi tỉnh

link-origin-unknown = Không có gì khác cho biết quê quán
link-origin-number_fits = Một bên không ghi quê quán, nhưng số giấy tờ được cấp ở tỉnh quê của bên kia
link-origin-number_differs = Một bên không ghi quê quán, và số giấy tờ được cấp ở tỉnh khác quê của bên kia
link-origin-numbers_fit = Hai số giấy tờ khác loại được cấp ở cùng một tỉnh
link-origin-numbers_differ = Hai số giấy tờ khác loại được cấp ở hai tỉnh khác nhau
link-origin-work_fits = Một bên không ghi quê quán, nhưng công tác ở tỉnh quê của bên kia
link-origin-work_differs = Một bên không ghi quê quán, và công tác ở tỉnh khác quê của bên kia
link-origin-residence_fits = Quê quán của một bên nằm ở huyện nơi bên kia công tác: có thể đã ghi nơi ở
link-origin-residence_elsewhere = Quê quán khác nhau, và không nơi nào nằm ở huyện nơi bên kia công tác
link-origin-region_fits = Quê quán của một bên nằm ở tỉnh nơi bên kia công tác: có thể đã ghi nơi ở
link-origin-region_elsewhere = Quê quán khác nhau, và không nơi nào nằm ở tỉnh nơi bên kia công tác

link-organisation-unknown = Không so được nơi công tác
link-organisation-same_office_commune = Cùng một cơ quan cấp xã
link-organisation-same_office_district = Cùng một cơ quan cấp huyện
link-organisation-same_office_province = Cùng một cơ quan cấp tỉnh
link-organisation-same_commune = Cùng xã, phường công tác
link-organisation-commune_same_district = Cùng huyện công tác, khác xã
link-organisation-commune_same_province = Cùng tỉnh công tác, khác xã
link-organisation-commune_differs = Nơi công tác khác tỉnh
link-organisation-same_district = Cùng huyện công tác
link-organisation-district_same_province = Cùng tỉnh công tác, khác huyện
link-organisation-district_differs = Nơi công tác khác tỉnh
link-organisation-same_province = Cùng tỉnh công tác
link-organisation-province_differs = Nơi công tác khác tỉnh
link-organisation-same_commune_name = Nơi công tác trùng tên xã, phường; không rõ huyện
link-organisation-other_commune_name = Nơi công tác khác tên xã, phường; không rõ huyện
link-organisation-same_body = Cùng một cơ quan
link-organisation-other_body = Hai cơ quan khác nhau, không gắn với địa bàn

link-service-unknown = Không so được thời gian sinh hoạt Đảng với ngày quyết định
link-service-member = Quyết định ban hành khi ứng viên đã vào Đảng
link-service-not_yet_member = Quyết định ban hành trước khi ứng viên vào Đảng

link-namesake-none = Không phải trừ gì vì người trùng tên
link-namesake-namesake = Trừ bớt vì có thể là người trùng tên, cùng quê, sinh gần năm nhau

link-name-alone = Ngoài họ tên không có gì khác khớp: chỉ trùng họ tên thì không coi là cùng một người, cần người rà soát xác định
link-answer-same = Người rà soát đã kết luận: cùng một người
link-answer-different = Người rà soát đã kết luận: hai người khác nhau
link-answer-disputed = Những người rà soát kết luận trái nhau: chưa ngã ngũ

M001-model-not-understood = không đọc được tệp mô hình: { $cause }
    .help = sửa chỗ được gạch chân; tệp mẫu do lệnh `thamdinh link train` ghi ra
M002-not-a-chance = `{ $value }` không phải là một xác suất
    .help = ghi một số lớn hơn 0 và nhỏ hơn 1
M003-unknown-comparison = không có phép so sánh `{ $name }`
    .help = các phép so sánh là name, birth, sex, national_id, party_card, home, origin, organisation, service
M004-comparison-incomplete = phép so sánh `{ $name }` thiếu bậc hoặc không có trong tệp
    .help = mỗi phép so sánh phải có đủ các bậc như trong mô hình kèm theo chương trình
M005-rung-missing = phép so sánh `{ $name }` thiếu bậc `{ $rung }`
    .help = thêm một dòng cho bậc này
M006-u-not-wanted = bậc `{ $rung }` không nhận số u
    .help = bỏ số u: chương trình tự tính theo mức phổ biến của giá trị
M007-u-missing = bậc `{ $rung }` thiếu số u
    .help = thêm số u: khả năng gặp bậc này ở hai người khác nhau
M008-unknown-rung = phép so sánh `{ $name }` không có bậc `{ $rung }`
    .help = xoá dòng này hoặc sửa tên bậc
M009-group-not-one = các số m của nhóm `{ $group }` cộng lại là { $sum }, phải là 1
    .help = chỉnh các số m của nhóm để tổng bằng 1
M010-namesake-missing = bậc `{ $rung }` thiếu số namesake
    .help = thêm số namesake: khả năng gặp bậc này ở hai người trùng tên cùng quê

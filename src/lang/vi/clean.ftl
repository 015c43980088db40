# Làm sạch dữ liệu: dòng bị loại, nhắc nhở về từng ô.
clean-kind-roster = danh sách nhân sự
clean-kind-discipline = hồ sơ kỷ luật đảng viên
clean-kind-organisations = hồ sơ kỷ luật tổ chức đảng
clean-kind-complaints = đơn tố cáo, khiếu nại
clean-kind-inspections = các cuộc kiểm tra, giám sát

E008-rows-lost = số dòng không khớp: đọc { $read }, sử dụng { $used }, loại { $rejected }
    .help = đây là lỗi của chương trình; gửi thông báo này cho người phụ trách phần mềm

# Dòng bị loại
D001-no-name = dòng không có họ tên
    .help = ghi họ và tên vào ô này, hoặc xóa dòng nếu không phải là một hồ sơ
D002-same-id = mã `{ $value }` đã dùng ở dòng { $row } của tệp { $file }
    .help = đặt cho dòng này một mã khác; nếu là hồ sơ ghi trùng thì xóa bớt một dòng
D003-no-organisation = dòng không có tên tổ chức
    .help = ghi tên tổ chức vào ô này, hoặc xóa dòng nếu không phải là một hồ sơ

# Họ tên
D010-name-repaired = họ tên `{ $value }` được đọc lại thành `{ $other }`
    .help = đối chiếu với hồ sơ gốc; nếu đúng, sửa tệp bằng phông Unicode để lần sau không phải đọc lại
D011-name-from-other-names = ô họ tên để trống; lấy `{ $value }` ở cột tên gọi khác làm họ tên
    .help = chuyển họ tên về đúng cột
D012-columns-swapped = nội dung hai cột `{ $value }` và `{ $other }` đặt nhầm chỗ; chương trình đã đọc theo đúng cột
    .help = chuyển nội dung về đúng cột trong tệp gốc
D013-name-odd = `{ $value }` không giống một họ tên đầy đủ
    .help = kiểm tra lại họ, tên đệm và tên theo giấy khai sinh

# Ngày tháng
D020-no-such-day = không có ngày `{ $value }` trong lịch; chỉ dùng năm
    .help = ghi lại ngày theo dạng ngày/tháng/năm đúng với giấy tờ gốc
D021-no-such-month = không có tháng như trong `{ $value }`; chỉ dùng năm
    .help = ghi lại ngày theo dạng ngày/tháng/năm đúng với giấy tờ gốc
D022-year-out-of-range = năm trong `{ $value }` nằm ngoài khoảng 1900–2099; coi như chưa có ngày
    .help = ghi lại năm đủ bốn chữ số
D023-no-year = `{ $value }` không ghi năm; coi như chưa có ngày
    .help = ghi thêm năm; nếu chỉ biết năm thì ghi riêng năm, ví dụ 1968
D024-date-unreadable = không đọc được ngày `{ $value }`; coi như chưa có ngày
    .help = ghi ngày theo dạng 15/08/1968, hoặc 08/1968, hoặc 1968
D025-month-before-day = `{ $value }` được đọc là tháng trước, ngày sau
    .help = ghi lại theo thứ tự ngày/tháng/năm
D026-short-year = năm trong `{ $value }` chỉ có hai chữ số; thế kỷ do chương trình suy ra
    .help = ghi năm đủ bốn chữ số
D027-day-serial = `{ $value }` được đọc là số ngày của bảng tính
    .help = định dạng cột này thành ngày trong bảng tính
D028-first-of-january = ngày sinh `{ $value }` là ngày 01 tháng 01, có thể chỉ biết năm sinh
    .help = đối chiếu với giấy khai sinh; nếu chỉ biết năm thì ghi riêng năm
D029-lunar-date = `{ $value }` là ngày âm lịch; chỉ xác định được khoảng ngày dương lịch tương ứng
    .help = ghi ngày dương lịch theo giấy khai sinh
D030-birth-implausible = ngày sinh `{ $value }` không hợp lý so với các ngày khác; coi như chưa có ngày sinh
    .help = đối chiếu với giấy khai sinh
D031-dates-out-of-order = ngày `{ $value }` sớm hơn ngày phải đến trước nó
    .help = kiểm tra lại cả hai ngày
D032-future-date = ngày `{ $value }` muộn hơn ngày thẩm định
    .help = kiểm tra lại ngày này và ngày thẩm định của đợt

# Số định danh và số thẻ
D040-number-length = số định danh có { $value } chữ số, cần 12 (căn cước) hoặc 9 (chứng minh nhân dân); coi như chưa có số
    .help = định dạng cột thành văn bản trong bảng tính rồi ghi lại đủ chữ số, kể cả các số 0 ở đầu
D041-number-scientific = số định danh bị bảng tính rút gọn (dạng 3.8E+10), các chữ số cuối đã mất; coi như chưa có số
    .help = định dạng cột thành văn bản trong bảng tính rồi nhập lại số từ hồ sơ gốc
D042-number-letters = ô số định danh có chữ; coi như chưa có số
    .help = chỉ ghi các chữ số
D043-number-placeholder = số định danh là số ghi tạm (toàn một chữ số hoặc dãy liên tiếp); coi như chưa có số
    .help = ghi số thật, hoặc để trống ô
D044-number-zeros-lost = số định danh thiếu số 0 ở đầu; chương trình đã thêm lại
    .help = định dạng cột thành văn bản trong bảng tính
D045-number-birth-year = số định danh cho biết năm sinh { $value }, ngày sinh ghi năm { $other }
    .help = đối chiếu cả hai với thẻ căn cước
D046-number-sex = giới tính trong số định danh khác với giới tính ghi trong dòng
    .help = đối chiếu cả hai với thẻ căn cước
D047-number-shared = số `{ $value }` lặp lại ở { $count } dòng; coi như các dòng đó chưa có số
    .help = thay số ghi tạm bằng số thật của từng người, hoặc để trống
D050-card-length = số thẻ đảng viên có { $value } chữ số, cần 8 hoặc 12; coi như chưa có số thẻ
    .help = ghi lại số thẻ theo thẻ đảng viên
D051-card-placeholder = số thẻ đảng viên là số ghi tạm; coi như chưa có số thẻ
    .help = ghi số thật, hoặc để trống ô
D052-card-unreadable = không đọc được số thẻ đảng viên; coi như chưa có số thẻ
    .help = định dạng cột thành văn bản và chỉ ghi các chữ số
D053-card-zero-lost = số thẻ đảng viên thiếu số 0 ở đầu; chương trình đã thêm lại
    .help = định dạng cột thành văn bản trong bảng tính

# Địa danh
D060-place-unknown = không tìm thấy tỉnh nào cho quê quán `{ $value }`
    .help = ghi đủ xã, huyện, tỉnh; hoặc xã, tỉnh theo địa giới từ 01/7/2025
D061-place-slip = quê quán `{ $value }` được hiểu là `{ $other }`
    .help = sửa lại tên địa danh nếu cách hiểu này đúng
D062-place-ambiguous = chữ viết tắt trong quê quán `{ $value }` có thể chỉ nhiều tỉnh
    .help = ghi đầy đủ tên tỉnh

# Danh mục
D070-code-unknown = `{ $value }` không có trong danh mục của cột này; coi như chưa ghi
    .help = ghi một trong các giá trị nêu trong tài liệu hướng dẫn
D071-measure-unknown = không nhận ra hình thức kỷ luật trong `{ $value }`; coi như chưa ghi
    .help = ghi tên hình thức kỷ luật, ví dụ khiển trách, cảnh cáo, cách chức, khai trừ; nếu không bị kỷ luật thì ghi không
D072-measure-several = `{ $value }` nêu nhiều hình thức kỷ luật; chương trình lấy hình thức nặng nhất
    .help = ghi mỗi quyết định kỷ luật thành một dòng

D099-more-of-the-same = còn { $count } nhắc nhở mã { $code } nữa trong { $kind }
    .help = các nhắc nhở đầu tiên đã nêu cách xử lý; sửa nguyên nhân chung rồi chạy lại

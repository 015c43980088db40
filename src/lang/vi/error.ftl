# Lỗi chung và cách chỉ vị trí.
place-sheet = trang tính `{ $sheet }`
place-row = dòng { $row }
place-column = cột `{ $column }`
error-cause = nguyên nhân: { $cause }
error-help = cách xử lý: { $help }

E001-file-not-found = không tìm thấy tệp
    .help = kiểm tra lại đường dẫn; đường dẫn tính từ thư mục chứa tệp đợt thẩm định
E002-file-not-readable = không có quyền đọc tệp
    .help = cấp quyền đọc tệp cho người dùng đang chạy chương trình
E003-file-not-read = không đọc được tệp
    .help = kiểm tra ổ đĩa hoặc sao chép tệp về máy rồi chạy lại
E004-file-not-written = không ghi được tệp
    .help = kiểm tra quyền ghi và dung lượng trống của ổ đĩa
E005-internal = lỗi bên trong chương trình
    .help = gửi thông báo này cùng tệp `manifest.json` cho người phụ trách phần mềm; không gửi kèm dữ liệu cá nhân
E006-table-contract = bảng `{ $table }` sai cột `{ $column }`: { $found }
    .help = đây là lỗi của chương trình; gửi thông báo này cho người phụ trách phần mềm

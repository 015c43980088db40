# Dữ liệu mẫu (bịa).
C090-unknown-mix = không có bộ pha trộn `{ $mix }`
    .help = dùng một trong các bộ có sẵn: { $known }; hoặc đường dẫn đến một tệp `.toml`
C091-bad-mix = tệp pha trộn không đúng
    .help = đối chiếu với các tệp trong `src/sample/mixes`; tỷ lệ nằm trong khoảng 0 đến 1, năm xếp từ sớm đến muộn
E070-folder-not-empty = thư mục đã có tệp
    .help = chọn một thư mục mới hoặc thư mục rỗng; không tệp nào bị ghi đè

# Đọc tệp: lỗi (E1xx), nhắc về tiêu đề và trang tính (H1xx), dòng không đọc được (D1xx).
read-kind-roster = danh sách ứng viên (`roster`)
read-kind-discipline = hồ sơ kỷ luật (`discipline`)
read-kind-organisations = tổ chức bị kỷ luật (`organisations`)
read-kind-complaints = khiếu nại, tố cáo (`complaints`)
read-kind-inspections = kiểm tra, giám sát (`inspections`)

E101-no-file-for-pattern = không có tệp nào khớp với mẫu đường dẫn
    .help = kiểm tra thư mục và phần mở rộng của tệp; đường dẫn tính từ thư mục chứa tệp đợt thẩm định
E102-remote-path = đường dẫn là địa chỉ mạng, không phải tệp trên máy
    .help = tải tệp về máy rồi ghi đường dẫn tới tệp đó
E103-empty-file = tệp không có nội dung
    .help = mở tệp để kiểm tra, sau đó lấy lại bản đầy đủ từ nơi gửi
E104-unknown-format = không nhận ra định dạng của tệp
    .help = mở tệp bằng phần mềm đã tạo ra nó và lưu lại dạng .xlsx, .ods hoặc .csv
E105-web-page-as-workbook = tệp là trang web hoặc XML, không phải bảng tính
    .help = mở tệp bằng Excel, chọn Lưu thành (Save As) và lưu dạng .xlsx
E106-text-as-workbook = tệp mang tên bảng tính nhưng nội dung là văn bản thuần
    .help = đổi phần mở rộng thành .csv, hoặc mở bằng Excel rồi lưu lại dạng .xlsx
E107-password = bảng tính được bảo vệ bằng mật khẩu
    .help = mở tệp bằng Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc) rồi lưu lại
E108-workbook-damaged = bảng tính bị hỏng hoặc thiếu một phần
    .help = sao chép lại tệp từ bản gốc; nếu Excel vẫn mở được thì lưu lại dạng .xlsx
E109-archive-too-large = phần `{ $part }` của bảng tính khi giải nén chiếm { $megabytes } MB, vượt giới hạn { $limit } MB
    .help = không mở tệp nếu không rõ nguồn gốc; nếu tệp đúng là của cơ quan thì xuất dữ liệu ra .csv
E110-too-many-parts = bảng tính có { $parts } phần, vượt giới hạn { $limit }
    .help = không mở tệp nếu không rõ nguồn gốc; nếu tệp đúng là của cơ quan thì xuất dữ liệu ra .csv
E111-sheet-too-large = trang tính có quá nhiều ô, giới hạn là { $limit } ô có dữ liệu
    .help = chia thành nhiều tệp, hoặc xuất dữ liệu ra .csv
E112-too-many-columns = dòng tiêu đề có { $columns } cột, giới hạn là { $limit }
    .help = xóa các cột thừa ở bên phải bảng
E113-no-header = không tìm thấy dòng tiêu đề của { $kind }: không có cột `{ $required }`; dòng gần đúng nhất có { $found }, trong đó nhận ra { $understood }
    .help = thêm dòng tiêu đề vào trên bảng; hoặc chỉ rõ trong mục [[input]] của tệp đợt thẩm định, ví dụ columns = {"{"} "Tên cột trong tệp" = "{ $required }" {"}"}
E114-required-column-missing = { $kind } thiếu cột bắt buộc `{ $required }`; các cột tìm thấy: { $found }
    .help = nếu cột đó có trong tệp dưới tên khác, ghi vào mục [[input]] của tệp đợt thẩm định: columns = {"{"} "Tên cột trong tệp" = "{ $required }" {"}"}
E115-roster-as-discipline = tệp khai là hồ sơ kỷ luật (`discipline`) nhưng tiêu đề là của danh sách ứng viên: có cột diện tái cử, chức danh dự kiến hoặc ngày vào Đảng, không có cột nào về quyết định kỷ luật
    .help = sửa thành kind = "roster", hoặc chọn lại đúng tệp kỷ luật trong mục [[input]]
E116-discipline-as-roster = tệp khai là danh sách ứng viên (`roster`) nhưng tiêu đề là của hồ sơ kỷ luật: có các cột về quyết định kỷ luật, không có cột diện tái cử, chức danh dự kiến hay ngày vào Đảng
    .help = sửa thành kind = "discipline", hoặc chọn lại đúng danh sách ứng viên trong mục [[input]]
E117-sheet-not-found = không có trang tính `{ $sheet }`; tệp có các trang: { $sheets }
    .help = sửa lại `sheet` trong mục [[input]], hoặc bỏ dòng đó để đọc mọi trang có tiêu đề
E118-unknown-column = `{ $column }` không phải là cột của { $kind }
    .help = tên gần nhất là `{ $near }`; các cột dùng được: { $columns }; ghi "unused" cho cột không cần
E119-parquet-damaged = không đọc được tệp parquet
    .help = tạo lại tệp từ hệ thống nguồn
E121-all-sheets-hidden = mọi trang tính trong tệp đều bị ẩn
    .help = bỏ ẩn trang cần đọc, hoặc ghi tên trang vào `sheet` trong mục [[input]]
E122-folder-as-file = đường dẫn là thư mục, không phải tệp
    .help = thêm mẫu tên tệp vào sau thư mục, ví dụ `danh-sach/*.xlsx`
E123-bad-pattern = mẫu đường dẫn viết sai
    .help = chỉ dùng * và ? làm ký tự đại diện
E124-answers-format = tệp kết luận chỉ đọc được ở dạng .csv, .xlsx và .json
    .help = lưu tệp thành .csv hoặc .xlsx
E125-no-answers-header = không có dòng nào ghi tên cột của tệp kết luận: candidate_id, answer và record_id hoặc flag_id
    .help = dùng tệp do `thamdinh review export` ghi ra, hoặc danh sách flagged.xlsx còn nguyên dòng đầu bị ẩn
E126-answers-json = tệp không phải là danh sách kết luận dạng JSON
    .help = ghi thành danh sách các mục có trường subject, candidate_id, record_id, flag_id, answer, note, by, at, closed_at

H101-unknown-header = không hiểu cột `{ $header }`, không đọc cột này
    .help = ghi vào mục [[input]] của tệp đợt thẩm định: { $line } ("unused" nếu không cần; nếu cần, thay bằng tên cột chuẩn)
H102-ambiguous-header = cột `{ $header }` có thể là { $columns }; chưa rõ nên không đọc cột này
    .help = ghi vào mục [[input]] của tệp đợt thẩm định: { $line }
H103-two-columns-for-one = cột `{ $header }` và cột `{ $taken }` cùng là `{ $column }`; chỉ đọc cột `{ $taken }` vì có nhiều dữ liệu hơn
    .help = nếu cần cột kia, ghi vào mục [[input]] của tệp đợt thẩm định: { $line }, và "unused" cho cột còn lại
H104-sheet-without-header = trang tính không có dòng tiêu đề nhận ra được, không đọc trang này
    .help = nếu trang có danh sách, thêm dòng tiêu đề hoặc ghi `columns` vào mục [[input]]
H105-hidden-sheet = trang tính `{ $sheet }` bị ẩn nên không đọc
    .help = nếu cần đọc, ghi vào mục [[input]]: sheet = "{ $sheet }"
H106-legacy-encoding = tệp dùng bảng mã { $encoding }, đã chuyển sang Unicode
    .help = xem lại vài họ tên trong kết quả để chắc chắn chuyển đúng
H107-encoding-unsure = tệp dùng lẫn bảng mã hoặc chưa xác định chắc chắn: phần lớn có lẽ là { $encoding }, { $rows } dòng dùng bảng mã khác; đã chuyển từng dòng sang Unicode
    .help = xem lại họ tên trong kết quả; nếu sai, mở tệp bằng phần mềm đã tạo ra nó và lưu lại dạng .csv UTF-8
H108-mixed-encoding = { $rows } dòng trong tệp không phải UTF-8, đã chuyển riêng từng dòng
    .help = xem lại họ tên ở các dòng đó
H109-mapped-header-absent = tệp không có cột `{ $header }` nêu trong `columns`
    .help = kiểm tra lại tên cột trong mục [[input]] của tệp đợt thẩm định
H110-legacy-fonts = trang tính có ô dùng phông chữ { $encoding }, đã chuyển sang Unicode
    .help = xem lại vài họ tên trong kết quả để chắc chắn chuyển đúng
H111-cell-error = ô chứa lỗi công thức, coi như để trống
    .help = mở tệp bằng Excel, sửa công thức rồi lưu lại
H112-no-records = có dòng tiêu đề nhưng không có dòng dữ liệu nào
    .help = kiểm tra xem có lấy nhầm tệp mẫu trống không
H113-decided-by-content = cột `{ $header }` được hiểu là `{ $column }` theo nội dung các ô
    .help = nếu không đúng, ghi vào mục [[input]] của tệp đợt thẩm định: { $line }
H114-sheet-of-another-kind = tiêu đề của trang tính không phải của { $kind }, không đọc trang này
    .help = nếu vẫn cần đọc, ghi vào mục [[input]]: sheet = "{ $sheet }", chương trình sẽ nói rõ còn thiếu gì

D101-ragged-row = dòng có { $found } ô, trong khi tiêu đề có { $expected } cột
    .help = mở tệp, thêm hoặc bớt dấu phân cách ở dòng này; nội dung có chứa dấu phân cách phải đặt trong dấu ngoặc kép
D102-stray-quote = dòng có dấu ngoặc kép không khép đúng chỗ
    .help = xóa dấu ngoặc kép thừa ở dòng này, hoặc viết thành hai dấu liền nhau ("")
D110-answer-unknown = `{ $answer }` không phải là một kết luận
    .help = với liên kết ghi same, different hoặc unsure; với cảnh báo ghi confirmed, dismissed hoặc unsure
D111-answer-subject = `{ $subject }` không phải là đối tượng của kết luận
    .help = ghi link hoặc flag
D112-answer-about-nothing = dòng không cho biết kết luận về việc gì
    .help = điền candidate_id, và record_id nếu là liên kết hoặc flag_id nếu là cảnh báo
D113-answer-misfit = `{ $answer }` không trả lời được câu hỏi về { $subject }
    .help = với liên kết ghi same, different hoặc unsure; với cảnh báo ghi confirmed, dismissed hoặc unsure
D114-answer-day = `{ $at }` không phải là một ngày; kết luận được dùng như không ghi ngày
    .help = ghi ngày theo dạng 15/09/2025

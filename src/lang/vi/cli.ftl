# Tệp đợt thẩm định: những gì người soạn viết sai.
C001-toml-syntax = tệp viết sai cú pháp TOML: { $cause }
    .help = chữ đặt trong dấu ngoặc kép, ngày viết 2025-09-15 không có ngoặc kép, đường dẫn dùng dấu gạch xuôi `/`
C002-unknown-key = không có mục nào tên `{ $key }` ở đây
    .help = các mục được dùng: { $known }
C003-unknown-key-near = không có mục nào tên `{ $key }` ở đây
    .help = có mục tên gần giống: `{ $near }`
C004-missing-key = thiếu mục `{ $key }`
    .help = thêm một dòng như: { $example }
C005-empty-text = mục `{ $key }` để trống
    .help = ghi giá trị, hoặc xóa cả dòng nếu không dùng
C006-wrong-type = mục `{ $key }` phải là { $expected }, ở đây lại là { $found }
    .help = sửa dòng này; `thamdinh init THƯ-MỤC` tạo một tệp mẫu có đủ các mục
C007-unknown-value = `{ $value }` không phải là giá trị dùng được cho `{ $key }`
    .help = các giá trị được dùng: { $known }
C008-unknown-value-near = `{ $value }` không phải là giá trị dùng được cho `{ $key }`
    .help = có giá trị gần giống: `{ $near }`
C009-remote-path = đường dẫn `{ $path }` chỉ sang máy khác
    .help = chương trình không bao giờ truy cập mạng; chép tệp về máy rồi ghi đường dẫn trên máy
C010-file-not-found = không tìm thấy tệp `{ $path }`
    .help = kiểm tra lại tên tệp; đường dẫn tính từ thư mục chứa tệp đợt thẩm định
C011-path-is-folder = `{ $path }` là thư mục, không phải tệp
    .help = nêu các tệp trong thư mục đó, ví dụ `{ $path }/*.xlsx`
C013-share-out-of-range = `{ $key }` phải nằm trong khoảng từ 0 đến 1
    .help = ví dụ 0.95 nghĩa là chắc chắn 95%
C014-bad-pattern = mẫu tên tệp `{ $pattern }` viết sai: { $cause }
    .help = dùng `*` thay cho một đoạn tên bất kỳ, ví dụ `danh-sach/*.xlsx`
C015-file-passed-over = bỏ qua tệp `{ $path }` vì không thuộc loại đọc được
    .help = các loại tệp đọc được: { $known }
C016-pattern-matches-nothing = không có tệp nào khớp với `{ $pattern }`
    .help = kiểm tra lại thư mục và phần mở rộng; đường dẫn tính từ thư mục chứa tệp đợt thẩm định
C017-opens-before-judgement = đại hội khai mạc ngày { $opens }, trước ngày thẩm định { $judged }
    .help = kiểm tra lại `opens_on` và `as_of`; thời hạn đến ngày khai mạc sẽ không tính được
C018-file-named-twice = tệp `{ $path }` được nêu hai lần
    .help = mỗi tệp chỉ nêu một lần, hoặc ghi rõ `sheet` khác nhau cho từng lần
C019-not-utf8 = tệp đợt thẩm định không phải dạng UTF-8
    .help = mở tệp bằng Notepad, chọn Lưu thành (Save As) với bảng mã UTF-8
C020-no-roster = chưa nêu danh sách nhân sự nào
    .help = thêm một mục [[input]] có kind = "roster" và path chỉ đến tệp danh sách
C021-ask-above-link = ngưỡng hỏi lại { $ask } cao hơn ngưỡng ghép { $link }
    .help = ngưỡng `ask` không được lớn hơn `link`; bình thường là 0.05 và 0.95
config-a-text = chữ đặt trong dấu ngoặc kép
config-texts = danh sách chữ, ví dụ ["congress-14"]
config-pairs = bảng tên cột, ví dụ { "{" } "Họ tên" = "full_name" { "}" }
config-a-date = ngày không có dấu ngoặc kép, ví dụ { $key } = 2025-09-15
config-a-share = số từ 0 đến 1, ví dụ 0.95
config-a-table = một nhóm mục mở đầu bằng [{ $key }]
config-tables = các nhóm mục, mỗi nhóm mở đầu bằng [[{ $key }]]
config-found-text = chữ
config-found-number = số
config-found-boolean = true hoặc false
config-found-time = ngày giờ
config-found-list = danh sách
config-found-table = một nhóm mục

# Dòng lệnh: lỗi.
cli-error = lỗi:
cli-mistakes = số chỗ phải sửa: { $count }
E401-output-not-written = không ghi được kết quả ra màn hình hoặc tệp đích
    .help = kiểm tra dung lượng trống và quyền ghi của nơi nhận kết quả
E410-unknown-argument = không có tùy chọn `{ $argument }`
    .help = `thamdinh --help` liệt kê các tùy chọn
E411-unknown-argument-near = không có tùy chọn `{ $argument }`
    .help = có tùy chọn tên gần giống: `{ $near }`
E412-unknown-command = không có lệnh `{ $command }`
    .help = `thamdinh --help` liệt kê các lệnh
E413-unknown-command-near = không có lệnh `{ $command }`
    .help = có lệnh tên gần giống: `{ $near }`
E414-bad-value = giá trị `{ $value }` không dùng được cho `{ $argument }`
    .help = `thamdinh --help` cho biết cách ghi giá trị
E415-value-not-known = giá trị `{ $value }` không dùng được cho `{ $argument }`
    .help = các giá trị được dùng: { $known }
E416-missing-argument = thiếu { $argument }
    .help = ghi thêm vào lệnh; thêm --help để xem cách dùng
E417-missing-command = thiếu tên lệnh
    .help = các lệnh: { $known }
E418-arguments-conflict = không dùng `{ $argument }` cùng với `{ $other }`
    .help = bỏ bớt một trong hai
E419-arguments-not-understood = không hiểu phần `{ $argument }` của dòng lệnh
    .help = thêm --help để xem cách dùng
E420-no-date = `{ $value }` không phải là một ngày
    .help = ghi ngày theo dạng 2025-09-15 hoặc 15/09/2025
E421-out-exists = thư mục kết quả đã có và không trống
    .help = thêm --replace để thay kết quả lần trước, hoặc --out THƯ-MỤC để ghi vào nơi khác
E422-out-is-no-run = thư mục kết quả đang chứa thứ khác, không phải kết quả của một đợt thẩm định
    .help = ghi vào nơi khác bằng --out THƯ-MỤC; chương trình không xóa tệp không do mình tạo ra
E423-no-provinces = danh sách nhân sự không có mã tỉnh ở dòng nào
    .help = thêm cột `province_code` (mã tỉnh) vào danh sách, hoặc chạy không có --each-province
E424-no-such-province = không có nhân sự nào thuộc tỉnh có mã `{ $code }`
    .help = các mã có trong danh sách: { $known }
E430-batch-exists = thư mục đã có tệp đợt thẩm định
    .help = chọn thư mục khác; tệp đang có được giữ nguyên
E450-no-run = thư mục này không chứa kết quả của một đợt thẩm định
    .help = nêu thư mục có tệp `manifest.json`, thường là `out`
E451-table-broken = không đọc được tệp kết quả
    .help = tệp đã bị sửa hoặc hỏng; chạy lại `thamdinh run`
E452-no-such-pair = đợt này không giữ cặp `{ $candidate }` – `{ $record }`
    .help = cặp chưa từng được so sánh, hoặc xác suất thấp hơn ngưỡng `ask`; xem các cặp trong `links.csv`

# Dòng lệnh: trợ giúp.
help-usage = Cách dùng:
help-commands = Lệnh
help-command = LỆNH
help-arguments = Tham số
help-options = Tùy chọn
help-any-option = [TÙY CHỌN]
cmd = Thẩm định danh sách nhân sự đại hội: đối chiếu với hồ sơ kỷ luật, đơn thư, kiểm tra và các điều kiện theo quy định.
    Kết quả là những câu hỏi cần người trả lời, không phải kết luận về con người.
after =
    Bắt đầu:
    {"  "}thamdinh init dot-1                tạo thư mục mẫu
    {"  "}thamdinh check dot-1/batch.toml    xem chương trình hiểu các tệp ra sao
    {"  "}thamdinh run dot-1/batch.toml      thẩm định và lập báo cáo

    Mã thoát: 0 xong; 1 phép kiểm tra, thử hoặc so sánh có phát hiện; 2 không thực hiện được.
cmd-run = Thẩm định cả đợt: đọc, làm sạch, đối chiếu nhân thân, áp dụng quy tắc, lập báo cáo
after-run =
    Ví dụ:
    {"  "}thamdinh run batch.toml --out ket-qua-09
    {"  "}thamdinh run toan-quoc.toml --each-province
cmd-check = Chỉ đọc và làm sạch: hiểu được gì, loại dòng nào và vì sao; không kết luận gì
cmd-compare = So sánh hai lần chạy: cảnh báo mới, cảnh báo hết, và lý do
cmd-link = Việc xác định hai dòng có phải cùng một người
cmd-link-explain = Giải thích vì sao một nhân sự và một hồ sơ được coi là cùng một người
cmd-link-eval = Đo chất lượng đối chiếu so với các cặp đúng đã biết
cmd-link-train = Luyện mô hình đối chiếu trên dữ liệu của một đợt
cmd-rules = Quy tắc: kiểm tra, thử, liệt kê, giải thích
cmd-rules-check = Kiểm tra tệp quy tắc, báo mọi chỗ sai cùng một lúc
cmd-rules-test = Chạy các ví dụ trong tệp quy tắc
cmd-rules-list = Liệt kê các quy tắc
cmd-rules-facts = Liệt kê các dữ kiện mà quy tắc được hỏi đến
cmd-rules-explain = In đầy đủ một quy tắc: điều kiện, căn cứ, các phiên bản, ví dụ
cmd-rules-diff = Ai sẽ có kết quả khác đi nếu đổi bộ quy tắc, và vì sao
cmd-review = Rà soát: kết luận của con người và sổ lưu
cmd-review-serve = Mở trang thẩm định: trên máy này, ra mạng với TLS, hoặc sau máy chủ trung gian
after-review-serve =
    Ví dụ:
    {"  "}thamdinh review serve dot.toml --single-user "Nguyễn Văn An"
    {"  "}thamdinh review serve dot.toml --listen 0.0.0.0:8443 --cert cert.pem --key key.pem --origin https://ten-may:8443
    {"  "}thamdinh review serve dot.toml --listen 10.0.0.5:8750 --behind-proxy 10.0.0.1 --origin https://ten-may
cmd-review-account = Tài khoản của trang thẩm định
cmd-review-account-add = Tạo tài khoản; mật khẩu được hỏi, hoặc đọc từ dòng đầu của đầu vào chuẩn
cmd-review-account-password = Đổi mật khẩu; tài khoản đã khóa được mở lại
cmd-review-account-disable = Khóa tài khoản; các kết luận đã có vẫn giữ nguyên
cmd-review-account-list = Liệt kê tài khoản
cmd-review-list = Liệt kê những việc chờ rà soát
cmd-review-export = Xuất các kết luận ra tệp
cmd-review-import = Nhập các kết luận từ tệp
cmd-review-verify = Kiểm tra sổ lưu có bị sửa hay không
cmd-review-purge = Xóa dữ liệu cá nhân cũ, giữ chuỗi kiểm chứng
cmd-sample = Tạo một đợt gồm những người không có thật, kèm đáp án truth.csv
cmd-init = Tạo thư mục mẫu cho một đợt thẩm định
cmd-completions = In phần gợi ý lệnh cho shell (bash, zsh, fish, elvish, powershell)
arg-lang = Ngôn ngữ: vi hoặc en (mặc định theo máy; tiếng Việt nếu máy không đặt tiếng Anh)
arg-format = Dạng kết quả: text cho người đọc, json cho chương trình khác (mặc định text)
arg-quiet = Không hiện tiến độ và lưu ý
arg-threads = Số luồng xử lý (mặc định: mọi nhân của máy); kết quả không phụ thuộc số này
arg-help = In trợ giúp này
arg-version = In phiên bản
arg-batch = Tệp đợt thẩm định
arg-run = Thư mục kết quả của một lần chạy
arg-candidate = Mã nhân sự (candidate_id)
arg-record = Mã hồ sơ (record_id)
arg-ledger = Sổ lưu kết luận (ledger.sqlite)
arg-file = Tệp kết luận (.csv, .xlsx, .json)
arg-paths = Bộ quy tắc hoặc tệp quy tắc (mặc định: congress-14)
arg-run-out = Thư mục kết quả, thay cho mục [report] dir
arg-run-as_of = Ngày thẩm định, thay cho mục as_of (2025-09-15 hoặc 15/09/2025)
arg-run-province = Chỉ thẩm định nhân sự của tỉnh có mã này
arg-run-each_province = Mỗi mã tỉnh có trong danh sách thành một đợt, một thư mục kết quả
arg-run-replace = Thay kết quả của lần chạy trước trong cùng thư mục
arg-run-keep_steps = Giữ bảng của từng bước dưới dạng parquet trong thư mục này (chứa dữ liệu cá nhân)
arg-check-show = Số phát hiện in ra cho mỗi loại (mặc định 5; json có đủ)
arg-compare-before = Kết quả lần trước
arg-compare-after = Kết quả lần sau
arg-link-eval-truth = Các cặp đúng: candidate_id,record_id
arg-rules-list-as_of = Ngày để chọn phiên bản (mặc định: hôm nay)
arg-rules-explain-as_of = Ngày để chọn phiên bản (mặc định: hôm nay)
arg-rules-facts-paths = Chỉ những dữ kiện mà các bộ hoặc tệp quy tắc này hỏi đến (mặc định: tất cả, như rules/FACTS.md)
arg-rules-explain-paths = Mã quy tắc (TD102), bộ hoặc tệp quy tắc; hoặc kết quả một lần chạy và mã nhân sự: từng quy tắc nói gì về người đó, vì sao (thêm bộ quy tắc phía sau: theo bộ đó)
arg-rules-diff-old = Bộ quy tắc đang dùng
arg-rules-diff-new = Bộ quy tắc mới
arg-rules-diff-run = Kết quả của lần chạy đem ra so; không nêu thì mỗi khác biệt có một ví dụ tự đặt
arg-review-serve-listen = Địa chỉ và cổng (mặc định: 127.0.0.1:8750, chỉ trên máy này)
arg-review-serve-single_user = Không dùng tài khoản: chỉ người này trả lời, trên máy này, qua địa chỉ được in ra
arg-review-serve-cert = Chứng thư TLS, dạng PEM
arg-review-serve-key = Khóa của chứng thư, dạng PEM
arg-review-serve-behind_proxy = Địa chỉ IP của máy chủ trung gian đảm nhận TLS; không nhận kết nối từ nơi khác
arg-review-serve-origin = Địa chỉ mà người dùng gõ, dạng https://ten-may:8443
arg-name = Họ tên, như ghi trong các kết luận
arg-review-account-add-role = reviewer (trả lời), approver (cả phê duyệt khi có ý kiến khác nhau, nhập tệp) hoặc reader (chỉ đọc) (mặc định: reviewer)
arg-review-purge-before = Xóa những câu hỏi mà từ ngày này không lần chạy nào hỏi, không ai kết luận
arg-sample-dir = Thư mục để ghi
arg-sample-candidates = Số nhân sự (mặc định 1000)
arg-sample-records = Số hồ sơ kỷ luật (mặc định 500)
arg-sample-mix = Kiểu hư hại: ordinary, old-registers, southern, hoặc một tệp theo mẫu đó (mặc định ordinary)
arg-sample-with_records = Tỷ lệ nhân sự có hồ sơ, từ 0 đến 1 (mặc định theo kiểu hư hại)
arg-sample-office = Tỉnh mẫu: các tệp đúng như cơ quan gửi, lần nào cũng như nhau
arg-sample-seed = Số mầm: cùng số mầm thì ra đúng các tệp như nhau (mặc định 1)
arg-init-dir = Thư mục để tạo
arg-completions-shell = Loại shell: bash, zsh, fish, elvish, powershell

# Tiến độ.
stage-read = Đọc tệp
stage-clean = Làm sạch
stage-link = Đối chiếu nhân thân
stage-judge = Áp dụng quy tắc
stage-report = Lập báo cáo
stage-review = Ghi sổ lưu
progress-left = còn

# Tóm tắt một lần chạy.
cli-kind-roster = Danh sách nhân sự
cli-kind-discipline = Hồ sơ kỷ luật
cli-kind-organisations = Kỷ luật tổ chức đảng
cli-kind-complaints = Đơn thư
cli-kind-inspections = Kiểm tra
summary-as-of = Ngày thẩm định: { $date }
summary-province = Tỉnh có mã { $code }; { $elsewhere } nhân sự của tỉnh khác để lại cho đợt riêng
summary-rows = Số dòng
summary-rows-of = { $kind } { $read } dòng đọc vào = { $used } dòng dùng + { $rejected } dòng loại
summary-notices = { $count } lưu ý về dữ liệu (xem `thamdinh check`)
summary-links = Đối chiếu nhân thân
summary-linked = { $count } cặp coi là cùng một người (dự kiến sai { $false }, bỏ sót { $missed })
summary-asked = { $count } cặp chờ người rà soát xác định
summary-conflicts = { $count } cặp mâu thuẫn giữa số định danh và nhân thân
summary-expected = từ { $threshold } trở lên: { $declared } cặp, ước tính nhầm { $false }, sót { $missed }
summary-compared-all = đã so sánh toàn bộ { $pairs } cặp
summary-blocking = đã so sánh { $pairs } cặp, ước tính chứa { $value } số cặp đúng (khoảng tin cậy 95%: { $low } đến { $high })
summary-blocking-unknown = đã so sánh { $pairs } cặp; quá ít cặp đúng để ước tính tỷ lệ giữ lại
summary-model-shipped = Quá ít cặp đúng để hiệu chỉnh: dùng nguyên mô hình kèm theo chương trình
summary-twins = { $count } cặp ứng viên có vẻ là một người được ghi hai lần: { $list }
summary-runaway = { $count } giá trị quá phổ biến nên đã được tách nhỏ hoặc bỏ qua: { $list }
summary-unknown-names = { $count } tên có âm tiết không có trong từ điển, được so từng chữ cái
summary-answered = { $count } cặp đã được người rà soát kết luận; { $disputed } cặp kết luận trái nhau
summary-calibrated = Xác suất đã được hiệu chỉnh theo kết luận của người rà soát
summary-uncalibrated = Xác suất chưa được hiệu chỉnh: cần { $least } cặp đã có kết luận của người rà soát; hãy đọc theo khoảng
summary-candidates = Nhân sự
summary-flagged = { $count } người có cảnh báo cần xem xét ({ $share })
summary-undecided = { $count } người chưa kết luận được vì thiếu dữ kiện ({ $share })
summary-clear = { $count } người không có cảnh báo ({ $share })
cli-severity-stop = Phải làm rõ trước khi đi tiếp
cli-severity-look = Cần xem
cli-severity-note = Ghi nhận
summary-missing = Dữ kiện còn thiếu, và số câu hỏi còn để ngỏ
summary-more = … còn { $count } mục nữa
summary-review = Rà soát
summary-review-carried = { $dismissed } cảnh báo đã bác bỏ, { $confirmed } đã xác nhận, { $same } cặp cùng một người, { $different } cặp khác người: giữ từ lần chạy trước
summary-review-unsure = { $count } câu hỏi đã kết luận là chưa rõ
summary-review-waiting = { $count } câu hỏi đã có kết luận, chờ thêm người rà soát
summary-review-reopened = { $count } câu hỏi mở lại vì căn cứ đã thay đổi
summary-review-recorded = Sổ lưu: { $new } câu hỏi mới, { $waiting } câu hỏi cũ còn chờ, { $gone } câu hỏi không còn
summary-report = Báo cáo: { $path } ({ $seconds } giây)
summary-index = Tổng hợp các tỉnh: { $path }

# thamdinh init.
init-written = đã tạo { $path }; chép các tệp vào thư mục bên cạnh, sửa tên và ngày, rồi chạy `thamdinh check { $path }`

# thamdinh check.
check-source = { $kind }, { $format }, tiêu đề ở dòng { $header }; { $rows } dòng dữ liệu, { $skipped } dòng khác (tiêu đề, mục, cộng, chữ ký)
check-column = → { $column }
check-part = → { $column } (phần { $part })
check-unused = – không cần đến
check-left-out = – cố ý không đọc
check-unknown = ? chưa nhận ra; xem lưu ý bên dưới
check-ambiguous = ? có thể là: { $columns }
check-rejects = { $count } dòng bị loại
check-notices = { $count } lưu ý

# thamdinh link explain.
explain-pair = Nhân sự { $candidate } và hồ sơ { $record } ({ $source })
explain-total = Cộng { $weight } bit: xác suất cùng một người { $probability } – { $state }
cli-state-link = coi là cùng một người
cli-state-ask = chờ người rà soát xác định
cli-state-conflict = mâu thuẫn giữa số định danh và nhân thân
cli-state-apart = coi là hai người

# thamdinh compare.
compare-same = hai lần chạy cho cùng một kết quả
compare-changes = { $count } thay đổi
compare-change = { $candidate }  { $rule }  { $before } → { $after }  ({ $cause })
compare-facts = khác nhau ở: { $facts }
cli-outcome-clear = không có cảnh báo
cli-outcome-review = cần xem xét
cli-outcome-undecided = chưa kết luận được
cause-rule = do quy tắc thay đổi
cause-as-of = do ngày thẩm định khác
cause-roster = do danh sách nhân sự thay đổi
cause-register = do sổ hồ sơ thay đổi
cause-answer = do kết luận của người rà soát
cause-model = do mô hình đối chiếu hoặc ngưỡng của nó thay đổi
cause-unknown = chưa rõ nguyên nhân

# Quy tắc không được hỏi trong một đợt.
rule-retired = đã ngừng áp dụng
rule-not-in-force = không có phiên bản nào có hiệu lực vào ngày { $date }

# thamdinh sample.
sample-written = đã tạo { $candidates } nhân sự, { $records } hồ sơ, { $pairs } cặp đúng, tất cả đều không có thật; chạy `thamdinh run { $path }`

# thamdinh link eval.
eval-pairs = { $true } cặp đúng; { $emitted } cặp được nêu, trong đó { $found } cặp đúng
eval-threshold = Ngưỡng
eval-declared = nêu
eval-precision = chuẩn
eval-recall = đủ
eval-f1 = F1
eval-best = tốt nhất
eval-average-precision = Độ chuẩn trung bình (average precision)
eval-recall-at-p99 = Độ đủ khi độ chuẩn ≥ 0,99
eval-brier = Điểm Brier
eval-calibration-error = Sai lệch hiệu chỉnh (ECE)
eval-brier-from-001 = Điểm Brier, các cặp từ 0,01
eval-calibration-error-from-001 = Sai lệch hiệu chỉnh, các cặp từ 0,01
eval-kind = Loại hư hại
eval-pairs-of-kind = cặp
eval-emitted = được nêu
eval-recall-05 = từ 0,5
eval-recall-best = tốt nhất
eval-recall-p99 = chuẩn .99
E453-no-true-pairs = tệp không có cặp đúng nào
    .help = tệp cần có ít nhất một dòng candidate_id,record_id
E454-truth-not-understood = không hiểu tệp các cặp đúng
    .help = tệp CSV phải có cột candidate_id và record_id (hoặc complaint_id, inspection_id); cột kinds là tùy ý

# thamdinh rules.
rules-checked = { $rules } quy tắc; { $errors } lỗi, { $warnings } lưu ý
rules-as-of = Quy tắc tại ngày { $date }
rules-no-version = –
explain-rule = { $scope }; { $severity }; { $status }
explain-from = từ { $from }
explain-from-to = từ { $from } đến { $to }
explain-noise = Dễ nhầm: { $noise }
explain-owner = Phụ trách: { $owner }
explain-example = Ví dụ: { $name } → { $outcome }
cli-scope-candidate = Nhân sự
cli-scope-case = Từng hồ sơ kỷ luật
cli-scope-complaint = Từng đơn thư
cli-scope-inspection = Từng cuộc kiểm tra
cli-scope-organisation = Từng quyết định kỷ luật tổ chức đảng
cli-confidence-verified = đã đối chiếu văn bản
cli-confidence-partly = đã đối chiếu một phần
cli-confidence-unverified = cần xác minh
E460-no-such-rule = không có quy tắc `{ $id }`
    .help = các quy tắc có trong bộ: { $known }
explain-record = Hồ sơ { $record }
explain-other-rules = lưu ý: các quy tắc hiện có khác với các quy tắc của lần chạy này
E461-no-such-candidate = lần chạy này không có nhân sự `{ $candidate }`
    .help = ghi đúng mã candidate_id như trong `flags.csv` hoặc danh sách
E455-no-evidence = lần chạy này không giữ giải thích cho cặp `{ $candidate }` – `{ $record }`
    .help = xác suất của cặp thấp hơn ngưỡng `ask`; hạ `[link] ask` trong tệp đợt rồi chạy lại

# thamdinh rules diff.
arg-rules-diff-overlay = Tệp điều chỉnh của địa phương, áp dụng cho cả hai bên
arg-rules-diff-limit = Số kết quả liệt kê từng dòng (mặc định: 20; 0 là tất cả; json luôn có đủ)
arg-rules-diff-html = Ghi thêm một trang để đọc và in
arg-rules-diff-watch = So sánh lại mỗi khi lưu tệp quy tắc
after-rules-diff =
    Mỗi bên là một bộ quy tắc (thư mục, hoặc congress-14), một tệp quy tắc hay một tệp điều chỉnh; tệp được đặt vào bộ của bên kia.
    Thêm @NGÀY thì dùng các phiên bản của ngày đó; dữ kiện vẫn là của ngày xét của lần chạy.

    Ví dụ:
    {"  "}thamdinh rules diff congress-14 quy-tac-moi --run out
    {"  "}thamdinh rules diff congress-14 TD102-higher-post-bar.toml --run out --watch
    {"  "}thamdinh rules diff congress-14@2024-06-14 congress-14@2025-04-14 --run out --html thay-doi.html
E456-fact-not-kept = lần chạy này không giữ `{ $fact }`
    .help = lần chạy do phiên bản cũ của chương trình tạo ra; chạy lại `thamdinh run`
diff-timing = đọc dữ kiện { $read } giây; hỏi quy tắc cũ { $old } giây; so sánh { $compared } giây
diff-waiting = đang chờ tệp quy tắc được lưu; dừng bằng Ctrl+C
diff-page-written = đã ghi { $path }
diff-side = { $rules } (phiên bản ngày { $day })
diff-side-with = { $rules } với { $files } (phiên bản ngày { $day })
diff-sides = Từ { $before } sang { $after }
diff-run = Lần chạy { $run }: { $count } nhân sự, ngày xét { $date }
diff-same-rules = quy tắc của hai bên như nhau
diff-rules = Quy tắc khác nhau ở chỗ nào
diff-rule-new = quy tắc mới
diff-rule-gone = quy tắc không còn
diff-asked-now = nay được áp dụng: có phiên bản còn hiệu lực và chưa bãi bỏ
diff-not-asked = không còn được áp dụng: không có phiên bản còn hiệu lực, hoặc đã bãi bỏ
diff-version = phiên bản: { $before } → { $after }
diff-status = trạng thái: { $before } → { $after }
diff-severity = mức độ: { $before } → { $after }
diff-scope = phạm vi: { $before } → { $after }
diff-basis = căn cứ: { $before } → { $after }
diff-title = tiêu đề: { $before } → { $after }
diff-condition = điều kiện: { $before } → { $after }
diff-reason = lý do được viết khác
diff-parameter = { $name }: { $before } → { $after }
diff-stay = cần xem cả trước và sau: { $count }
diff-total = { $candidates } nhân sự có kết quả khác ({ $answers } câu trả lời)
diff-newly = { $count } nhân sự nay cần xem, trước đây không
diff-no-longer = { $count } nhân sự không còn phải xem
diff-newly-undecided = { $count } nhân sự nay chưa kết luận được, trước đây không có cảnh báo
diff-by-rule = Theo quy tắc
diff-by-province = Theo tỉnh
diff-by-level = Theo cấp của chức vụ đang giữ
diff-candidates = nhân sự
diff-to-review = → cần xem
diff-to-undecided = → chưa rõ
diff-to-clear = → không có
diff-who = Ai, và vì sao
diff-more = … và { $count } câu trả lời khác; `--limit 0` để xem hết, `--format json` có đủ
diff-more-page = … và { $count } câu trả lời khác; `--format json` có đủ
diff-title-page = Ai có kết quả khác theo quy tắc khác
diff-candidate = Nhân sự, hồ sơ
diff-province = Tỉnh
diff-rule = Quy tắc
diff-outcome = Kết quả
diff-facts = Dữ kiện quyết định
diff-asked = Hỏi trước đây → hỏi nay
cmd-rules-schema = In lược đồ JSON để trình soạn thảo gợi ý và kiểm tra tệp quy tắc
arg-rules-schema-file_kind = rule (quy tắc) hay overlay (điều chỉnh của địa phương); mặc định: rule
arg-rules-check-paths = Bộ quy tắc, tệp quy tắc, tệp điều chỉnh (mặc định: congress-14)
arg-rules-check-sarif = Kết quả dạng SARIF 2.1.0 cho trình soạn thảo và kho mã nguồn
E462-two-overlays = có hai tệp điều chỉnh
    .help = mỗi lần chỉ nêu một tệp điều chỉnh
diff-witness = ví dụ: { $facts }: { $before } → { $after }
diff-reworded = chỉ khác câu chữ, căn cứ hoặc mức độ, kết quả như cũ: { $rules }
cmd-rules-format = Trình bày tệp quy tắc theo một cách; nội dung giữ nguyên
arg-rules-format-paths = Tệp quy tắc hoặc thư mục chứa chúng
arg-rules-format-check = Không sửa, chỉ nêu tên các tệp cần trình bày lại
E463-not-laid-out = tệp không phải TOML nên được để nguyên
    .help = `thamdinh rules check` cho biết sai ở đâu
format-done = đã trình bày lại { $changed } trên { $all } tệp
format-would = cần trình bày lại { $changed } trên { $all } tệp
arg-rules-test-paths = Mã quy tắc (TD102), bộ quy tắc hoặc tệp quy tắc (mặc định: mọi quy tắc của congress-14)
cmd-rules-approve = Ghi vào tệp quy tắc ai khác đã đọc và duyệt các phiên bản
arg-rules-approve-files = Tệp quy tắc
arg-rules-approve-by = Người duyệt; không phải người soạn
arg-rules-approve-on = Ngày duyệt (mặc định: hôm nay)
approve-done = { $rule }: { $by } đã duyệt { $count } phiên bản
explain-approved = { $by } duyệt ngày { $on }
explain-approval-broken = đã bị sửa sau khi { $by } duyệt ngày { $on }
E464-not-approved = không có chỗ trong tệp để ghi việc duyệt
    .help = viết mỗi `[[version]]` với từng khóa trên một dòng, trong đó có `confidence`, rồi thử lại
explain-no-record = { $scope }: không có, nên các quy tắc này không được hỏi: { $rules }

# thamdinh rules lsp.
cmd-rules-lsp = Phục vụ trình soạn thảo: gạch chân chỗ sai ngay khi đang gõ quy tắc
after-rules-lsp =
    Trình soạn thảo tự khởi động lệnh này và trao đổi theo Language Server Protocol qua stdin và stdout.
    Cách cài đặt cho VS Code và Neovim: xem rules/README.vi.md.
lsp-interval = có thể chỉ biết trong một khoảng
lsp-not-json = thông điệp không phải JSON
lsp-not-a-request = thông điệp không phải một yêu cầu
lsp-no-length = thông điệp không cho biết độ dài: thiếu `Content-Length`
lsp-too-long = thông điệp dài quá { $most } MB nên bị bỏ qua
lsp-unknown-method = không có phương thức `{ $method }`
lsp-bad-parameters = `{ $method }` cần có `textDocument.uri` và `position`
lsp-not-started = phải gửi `initialize` trước tiên
lsp-started-twice = `initialize` đã được gửi rồi
lsp-over = sau `shutdown` không hỏi được gì nữa

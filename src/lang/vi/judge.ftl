judge-identity-open = Chưa xác định chắc chắn hồ sơ này là của ứng viên (xác suất { $probability }); nếu đúng là một người: { $reason }
judge-undecided = Chưa kết luận được vì chưa đủ dữ kiện: { $facts }. Có cảnh báo nếu: { $reason }
judge-basis-to-be-confirmed = { $basis } (cần xác nhận)
judge-draft = [Dự thảo] { $title }

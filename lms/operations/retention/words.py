"""What stands where a text was deleted and the row must hold one; kept as it is, whatever the reader's language."""

ERASED_TEXT = "(保存期間満了により廃棄)"

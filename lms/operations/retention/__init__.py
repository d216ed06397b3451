"""文書の保存と廃棄: how long records are kept, and how they are deleted for good (R22)."""

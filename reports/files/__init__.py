"""出力: long lists built in the background, fetched by whoever asked for them, gone after a week."""

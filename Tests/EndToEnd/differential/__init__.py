"""The differential test: what Leat says happened, folded into tables, is what the server's SELECT says is there."""

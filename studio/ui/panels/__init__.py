"""Parts of pages that take values and emit signals."""

"""链接: every address to which something public leads, whether it still answers, and what a reader is told when it does not."""

"""文书: a text with headings and tables, written as a word processor's file, as PDF or as markup."""

"""What fields of bibliographies say, whatever format they stand in: people, dates, ids, markup."""

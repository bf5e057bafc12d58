"""Mails with papers in them."""

"""The screen, and what searches, marks, notes and takes keys for it."""

"""What keeps a library from being lost: opening, copies, recovery, the way to another machine."""

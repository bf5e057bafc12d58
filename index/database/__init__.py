"""The file `library.db`: SQLite behind a door, its tables, who has it open, what it refuses."""

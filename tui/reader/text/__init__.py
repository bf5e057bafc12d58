"""Who works for the screen while a whole paper is read."""

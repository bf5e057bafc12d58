"""What a reader wants, learned from marks: terms, profile, scores and the reasons for them."""

"""What makes records one paper: title keys, ids, names, and the rule that weighs them."""

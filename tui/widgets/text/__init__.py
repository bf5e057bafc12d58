"""A whole paper on the screen: how its blocks stand in lines, and the pane that shows them."""

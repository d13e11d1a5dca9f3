"""People: a partner's team, all partners' people for program staff, and looking at pages as one of them."""

"""我的账号: one's password, where one is logged in, the second factor."""

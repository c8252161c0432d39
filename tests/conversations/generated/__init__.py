"""Generated conversations and the check that every sum of money in their replies is a right one."""

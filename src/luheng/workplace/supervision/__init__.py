"""Supervision (督查督办): rules find what is wrong, orders have it put right, people decide."""

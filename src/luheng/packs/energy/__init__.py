"""能源: comprehensive energy, intensity and dual control, limits of products, savings, energy budgets, coal.

Plans ask for it in their clauses on 能耗强度, 能源消费总量, 煤炭消费总量, 能效标杆水平 and 用能预算.
"""

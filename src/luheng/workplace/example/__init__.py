"""What the invented city did all year: returns, work, meetings, money, orders, appraisals."""

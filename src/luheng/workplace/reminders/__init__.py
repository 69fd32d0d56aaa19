"""Reminders (提醒): before and after a deadline somebody is told, in the site and by their channels.

What runs out is a matter (`matters/`): an order, a return, work of the year, a project. Whose turn it
is is told of each mark of the schedule once: the contact, else their unit, else the plan office.
"""

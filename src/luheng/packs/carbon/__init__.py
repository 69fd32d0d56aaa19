"""碳排放: enterprises, the city's inventory in two views, waste, intensity, budgets, the peak, footprints.

Plans ask for it in 碳排放核算, 温室气体清单, 碳排放强度, 碳预算, 碳达峰 and 产品碳足迹.
"""

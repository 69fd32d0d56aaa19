"""Surface water: the class of a section, rivers, lakes, sources of drinking water, cities and their rank.

Plans ask for the share of sections of class Ⅲ or better, none worse than class Ⅴ, assessed sections on
target and sources that meet the standard. GB 3838-2002 sets the limits and judges by the worst item;
环办〔2011〕22号 says how rivers and lakes are described, 环办监测〔2017〕51号 how cities are ranked.
"""

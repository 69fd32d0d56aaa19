"""绿衡 Luheng: reads the plan a city issued and shows where every target of it stands."""

__version__ = "0.1.0"

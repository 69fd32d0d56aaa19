"""What the six pollutants are, where a method has to know."""

POLLUTANTS = ("so2", "no2", "pm10", "co", "o3", "pm2_5")

MOLAR_MASS = {
    "so2_24h": "64.066", "so2_1h": "64.066", "no2_24h": "46.006", "no2_1h": "46.006",
    "co_24h": "28.010", "co_1h": "28.010", "o3_1h": "47.998", "o3_8h": "47.998",
    "so2": "64.066", "no2": "46.006", "co": "28.010", "o3": "47.998",
}  # fmt: skip
"""g/mol, to say what a volume share would be as a mass concentration."""

"""Bulletins: what an indicator was, where and when, in the exact words that say so.

统计公报, 生态环境状况公报, 水资源公报, 能源公报, news of them and Excel returns become observations. A sentence
is cut at its figures; what stands between two figures names the second; what is left out is taken from
what was said before, and only where the catalogue knows the completed name.
"""

from luheng.documents.observations.bulletin import BulletinReading, read_observations

__all__ = ["BulletinReading", "read_observations"]

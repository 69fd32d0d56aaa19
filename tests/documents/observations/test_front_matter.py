"""What a bulletin is: title, issuer, the time and place it is about."""

import pytest

from luheng.documents.formats import open_bytes
from luheng.documents.observations import BulletinReading, read_observations

BODY = "全年优良天数比例为95.1%。"


def of(text: str) -> BulletinReading:
    return read_observations(open_bytes("page.txt", text.encode()))


@pytest.mark.parametrize(
    ("page", "title", "issuer", "period", "place"),
    [
        (
            "当前位置:首页 > 政务公开 > 环境质量    字号:[大 中 小]\n云汐市生态环境质量简报（2022年）\n发布机构:云汐市生态环境局\n"
            + BODY,
            "云汐市生态环境质量简报（2022年）",
            "云汐市生态环境局",
            "2022",
            "云汐市",
        ),
        (
            "2022年云汐国民经济和社会发展统计公报（节录）\n时间：2023-04-04 16:38:04  来源：本网\n云汐市统计局  国家统计局云汐调查队\n"
            + BODY,
            "2022年云汐国民经济和社会发展统计公报",
            "云汐市统计局、国家统计局云汐调查队",
            "2022",
            "云汐市",
        ),
        (
            "您的位置:首頁 > 新聞 > 正文\n我市風電裝機再創新高\n來源:雲汐日報社\n截至2024年8月，雲汐市風電裝機達到96.5萬千瓦。",
            "我市风电装机再创新高",
            "云汐日报社",
            "2024-08",
            "云汐市",
        ),
        (
            "2024年1-6月云汐市环境空气质量状况\n日期：2024-07-18 15:20:33\n"
            + BODY.replace("全年", "全市"),
            "2024年1-6月云汐市环境空气质量状况",
            None,
            "2024-01/2024-06",
            "云汐市",
        ),
        (
            "岚浦县2023年第三季度水环境质量状况\n岚浦县水务局\n" + BODY,
            "岚浦县2023年第三季度水环境质量状况",
            "岚浦县水务局",
            "2023-07/2023-09",
            "岚浦县",
        ),
        (
            "我市提前完成节能任务\n记者6月25日从云汐市统计局获悉，2014年全市万元GDP能耗为0.9032吨标准煤。",
            "我市提前完成节能任务",
            "云汐市统计局",
            "2014",
            "云汐市",
        ),
        (
            "云汐市2021年水资源公报\n转载日期：2024-03-01  来源：云汐市水务局\n2021年全市用水总量12.4亿m3。",
            "云汐市2021年水资源公报",
            "云汐市水务局",
            "2021",
            "云汐市",
        ),
        (
            "（江西省）2011年赣州市水资源公报\n" + BODY,
            "（江西省）2011年赣州市水资源公报",
            None,
            "2011",
            "赣州市",
        ),
        (
            "2025-09-11 记者从济宁市生态环境局了解到，7月份，全市优良天数比例为77.4%。",
            None,
            "济宁市生态环境局",
            "2025-07",
            "济宁市",
        ),
        (
            "2023年云汐市\n国民经济和社会发展统计公报[1]\n云汐市统计局\n" + BODY,
            "2023年云汐市 国民经济和社会发展统计公报",
            "云汐市统计局",
            "2023",
            "云汐市",
        ),
    ],
)
def test_the_title_block_is_told_from_the_page(
    page: str, title: str | None, issuer: str | None, period: str, place: str
) -> None:
    reading = of(page)
    assert (reading.title, reading.issuer) == (title, issuer)
    assert (reading.period, reading.place) == (period, place)
    assert len(reading.observations) == 1


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("据初步核算，2023年全市地区生产总值1254亿元。", "preliminary"),
        ("2023年全市地区生产总值1254亿元。\n注：本公报数据均为初步统计数。", "preliminary"),
        ("经最终核实，2023年全市地区生产总值1254亿元。", "final"),
    ],
)
def test_a_bulletin_is_preliminary_only_where_it_says_so(text: str, status: str) -> None:
    assert of(f"云汐市2023年统计公报\n云汐市统计局\n{text}").status == status


def test_the_day_of_the_page_is_kept_and_is_not_the_period() -> None:
    reading = of("云汐市2021年环境状况公报\n发布时间：2022-06-05 来源：云汐市生态环境局\n" + BODY)
    assert (reading.published_on, reading.period) == ("2022-06-05", "2021")


def test_a_text_that_is_no_bulletin_gives_no_observations() -> None:
    reading = of("她望着窗外的雨，想起三年前那个夏天。\n“百分之五十的把握就够了。”他笑着说。")
    assert reading.observations == []

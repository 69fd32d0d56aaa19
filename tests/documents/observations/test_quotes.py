"""What an observation carries beside its figure: its words, its status, its id."""

from tests.documents.observations.forms import read, reading_of


def test_the_quote_is_the_text_s_own_characters_and_the_names_are_simplified() -> None:
    (good_days,) = reading_of("2023年，雲汐市區空氣質量優良率為 92.1%。").observations
    assert good_days.quote == "空氣質量優良率為 92.1%"
    assert good_days.indicator == "空气质量优良天数比例"
    assert good_days.indicator_id == "air_good_days_share"
    assert good_days.place == "云汐市区"


def test_readings_put_in_after_characters_do_not_hide_a_figure() -> None:
    (energy,) = reading_of("2023年萬元GDP能耗為0.4321噸標(biāo)準(zhǔn)煤。").observations
    assert energy.indicator == "单位地区生产总值能耗"
    assert (str(energy.value), energy.unit) == ("0.4321", "吨标准煤/万元")
    assert energy.quote == "萬元GDP能耗為0.4321噸標(biāo)準(zhǔn)煤"


def test_figures_of_one_ordered_list_share_one_quote() -> None:
    text = "出生率与死亡率分别为7.21‰和7.85‰。"
    assert {o.quote for o in reading_of(text).observations} == {text[:-1]}


def test_a_change_is_quoted_with_the_indicator_before_it() -> None:
    text = "城镇化率63.57%，比上年末提高0.64个百分点。"
    assert reading_of(text).observations[1].quote == text[:-1]


def test_a_bracket_that_opens_in_a_quote_is_closed_in_it() -> None:
    quotes = [o.quote for o in reading_of("13个断面里:Ⅱ类1个(7.7%)，Ⅲ类11个(84.6%)。").observations]
    assert quotes == ["Ⅱ类1个(7.7%)", "Ⅲ类11个(84.6%)"]


def test_a_percentage_change_of_a_ratio_may_mean_points() -> None:
    (change,) = reading_of("优良率同比上升0.2%。").observations
    assert (change.kind, change.alt_kind) == ("change_pct", "change_pp")


def test_preliminary_figures_are_marked_and_those_of_earlier_years_are_not() -> None:
    text = "据初步核算，2023年全市地区生产总值1254亿元。2022年地区生产总值为1190亿元。"
    assert [(o.period, o.status) for o in reading_of(text).observations] == [
        ("2023", "preliminary"),
        ("2022", "final"),
    ]


def test_a_name_the_catalogue_does_not_know_stays_as_printed_and_unmapped() -> None:
    (unknown,) = reading_of("海漂垃圾打捞总量为3.2万吨。").observations
    assert unknown.indicator == unknown.printed_indicator == "海漂垃圾打捞总量"
    assert unknown.indicator_id is None


def test_the_same_figure_said_twice_is_one_observation() -> None:
    assert read("森林覆盖率为58.5%。\n全市森林覆盖率58.5%，保持稳定。") == ["森林覆盖率=58.5%"]


def test_a_heading_tells_what_a_bare_name_below_it_is_of() -> None:
    text = "三、饮用水源\n市区在用的3处水源，水质达标率均达100%。"
    assert read(text) == ["集中式饮用水水源地水质达标率=100% 云汐市区"]


def test_a_paragraph_that_begins_with_a_place_is_about_it_until_the_next_paragraph() -> None:
    text = "岚浦县优良率为98.6%。PM2.5年均浓度为19微克/立方米。\n酸雨频率为8.4%。"
    assert read(text) == [
        "空气质量优良天数比例=98.6% 岚浦县",
        "PM2.5年均浓度=19μg/m³ 岚浦县",
        "酸雨频率=8.4%",
    ]


def test_a_growth_behind_a_share_is_of_the_amount_and_points_are_of_the_share() -> None:
    text = "农业用水量8.1亿立方米，占用水总量的65.7%，比上年增长1.2%；工业用水量1.9亿立方米，占用水总量的15.8%，提高0.4个百分点。"
    assert read(text) == [
        "农业用水量=8.1亿立方米",
        "农业用水量占用水总量比重=65.7%",
        "农业用水量=1.2% %",
        "工业用水量=1.9亿立方米",
        "工业用水量占用水总量比重=15.8%",
        "工业用水量占用水总量比重=0.4百分点 pp",
    ]


def test_a_time_after_among_them_ends_at_the_semicolon() -> None:
    text = "1-6月，优良率为92.9%，其中，6月优良率为100%；酸雨频率为8.4%。"
    assert read(text) == [
        "空气质量优良天数比例=92.9% 2023-01/2023-06",
        "空气质量优良天数比例=100% 2023-06",
        "酸雨频率=8.4% 2023-01/2023-06",
    ]


def test_the_change_of_a_growth_rate_is_no_change_of_the_indicator() -> None:
    text = "规模以上工业增加值增长7.6%，较上年同期回落0.4个百分点。"
    assert read(text) == ["规模以上工业增加值=7.6% %"]


def test_a_name_is_never_cut_to_one_the_catalogue_knows() -> None:
    text = "高耗能行业综合能耗占全部规上工业的比重为69.8%。"
    assert read(text) == ["高耗能行业综合能耗占全部规模以上工业比重=69.8%"]


def test_a_bare_measure_behind_things_that_were_counted_is_of_nothing_known() -> None:
    assert read("森林公园32个，面积18.6万亩。") == []


def test_changes_in_order_belong_to_the_clauses_before_them() -> None:
    text = "能源消费总量826万吨标准煤，全社会用电量132.6亿千瓦时，分别增长2.6%和6.8%。"
    assert read(text)[2:] == ["能源消费总量=2.6% %", "全社会用电量=6.8% %"]


def test_the_one_place_of_the_first_sentence_holds_for_the_paragraph() -> None:
    text = "记者从市生态环境局获悉，1-9月，市区达标天数248天。PM2.5平均浓度25微克/立方米。"
    assert read(text)[1] == "PM2.5平均浓度=25μg/m³ 云汐市区 2023-01/2023-09"


def test_listed_places_and_regions_are_told_apart_from_the_city() -> None:
    text = "珠三角PM2.5年均浓度为21微克/立方米，惠州、潮州分别为17微克/立方米和19微克/立方米。"
    assert read(text) == [
        "PM2.5年均浓度=21μg/m³ 珠三角",
        "PM2.5年均浓度=17μg/m³ 惠州市",
        "PM2.5年均浓度=19μg/m³ 潮州市",
    ]


def test_a_change_after_two_subjects_is_not_given_to_either_in_the_next_sentence() -> None:
    text = "单位GDP能耗下降3.2%，能源消费总量增长1.9%。2022年以来累计下降5.1%。"
    assert read(text) == ["单位地区生产总值能耗降低率=3.2% %", "能源消费总量=1.9% %"]

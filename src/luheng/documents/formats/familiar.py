"""How much a text looks like Chinese as it is written: wrongly decoded bytes give rare characters."""

from __future__ import annotations

from functools import cache

# The commonest characters of modern Chinese, then those that official plans add to them.
_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方"
    "后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开"
    "它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此"
    "变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老"
    "头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门"
    "即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花"
    "带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段"
    "研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳"
    "便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京"
    "识适属圆包火住调满县局照参红细引听该铁价严龙飞"
    "绿碳循环排源境镇乡督责牵配附印施案附实落推健协促绩核废污染尘河湖渔耕湿森煤炭氢储筑输铺废垃圾塑供需链园企占"
    "降升稳稽察监测账险灾防护修湾港岛州城村街优良劣创融贸售购租税财投券补贴奖罚惩限禁淘汰迁宣培训旅游医药健康征"
    "宜居低零净约综述策略续衔络智慧超充桩轨铁航船柴燃余冷暖泵膜泥渣矸秸秆畜禽粪菌肥膜"
)
_TRADITIONAL = (
    "這個為國時來們產種後動對會發過說學經進實點從業應開還無間與關線數變條沒結問題義樣體質氣機當戰運農幾導壓濟階"
    "術極聯認權證單帶場車務萬達積議聲報類離確節話況傳許廣記觀織裝眾書複復兒須際驗連斷難礦備辦習響約歷除構稱準精"
    "號維劃選標寫親層卻專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴龍飛綠環鎮鄉責牽總歸減廢廳導標達佔電設規劃資項內長較"
    "東門給區華轉據處隊決將論級邊員黨計別統組見銀圖團兩現題術強災護灣島優創貿購稅財補貼獎罰遷訓遊醫藥徵淨綜續絡"
    "樁軌燃餘輸儲煉費產業態當監測賬險鋼築鏈園廠糞處濕潔"
)


@cache
def _familiar() -> frozenset[str]:
    return frozenset(_COMMON + _TRADITIONAL)


def is_chinese(mark: str) -> bool:
    """Whether a character is a Chinese character."""
    return "㐀" <= mark <= "鿿" or "豈" <= mark <= "﫿" or "\U00020000" <= mark <= "\U0003ffff"


def familiarity(text: str) -> tuple[float, int]:
    """Share of the Chinese characters of a text that are common ones, and how many there are.

    Running text reaches 0.7; bytes read in a wrong encoding stay below 0.3.
    """
    chinese = [mark for mark in text if is_chinese(mark)]
    if not chinese:
        return 0.0, 0
    known = _familiar()
    return sum(mark in known for mark in chinese) / len(chinese), len(chinese)

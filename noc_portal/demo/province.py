"""The regions of the demo province: one province, 14 prefecture branches, their counties."""

from dataclasses import dataclass

PROVINCE_CODE = "NJ"


@dataclass(frozen=True)
class DemoRegion:
    """`weight` is the share of the province's subscribers (of a prefecture) or of the prefecture's (of a county)."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str
    longitude: float
    latitude: float
    weight: float


_PREFECTURES = (
    (
        "云州市",
        "Yunzhou",
        108.32,
        22.82,
        17.0,
        "青秀湖区 Qingxiuhu/城东区 Chengdong/城西区 Chengxi/江北区 Jiangbei/武临县 Wulin/横桥县 Hengqiao/隆平县 Longping",
    ),
    (
        "柳溪市",
        "Liuxi",
        109.42,
        24.33,
        10.5,
        "城中区 Chengzhong/鱼岭区 Yuling/柳南郊区 Liunanjiao/鹿河县 Luhe/融岭县 Rongling/三川县 Sanchuan",
    ),
    (
        "桂屏市",
        "Guiping",
        110.29,
        25.27,
        11.5,
        "秀石区 Xiushi/城东区 Chengdong/临江口区 Linjiangkou/阳台县 Yangtai/灵渠口县 Lingqukou/全安县 Quanan/恭河县 Gonghe",
    ),
    ("梧川市", "Wuchuan", 111.28, 23.48, 6.2, "万岭区 Wanling/长河区 Changhe/苍石县 Cangshi/藤溪县 Tengxi/岑山县 Censhan"),
    ("北澜市", "Beilan", 109.12, 21.48, 4.6, "海城区 Haicheng/银沙区 Yinsha/铁山口区 Tieshankou/合浦湾县 Hepuwan"),
    ("防港市", "Fanggang", 108.35, 21.69, 2.6, "港口新区 Gangkou/防河区 Fanghe/上思岭县 Shangsiling/东兴湾县 Dongxingwan"),
    ("钦湾市", "Qinwan", 108.62, 21.95, 6.0, "钦南郊区 Qinnanjiao/钦北郊区 Qinbeijiao/灵岭县 Lingling/浦河县 Puhe"),
    ("贵溪市", "Guixi", 109.60, 23.11, 7.8, "港北区 Gangbei/港南区 Gangnan/覃岭区 Qinling/平南坡县 Pingnanpo/桂岭县 Guiling"),
    ("玉岭市", "Yuling", 110.18, 22.65, 9.6, "玉东区 Yudong/福河区 Fuhe/容溪县 Rongxi/陆岭县 Luling/博山县 Boshan/兴安岭县 Xinganling"),
    (
        "百川市",
        "Baichuan",
        106.62,
        23.90,
        6.4,
        "右河区 Youhe/田林坡县 Tianlinpo/平果岭县 Pingguoling/德宝县 Debao/靖河县 Jinghe/隆山县 Longshan",
    ),
    ("贺岭市", "Heling", 111.57, 24.40, 3.6, "八石区 Bashi/平桂岭区 Pingguiling/昭河县 Zhaohe/钟岭县 Zhongling"),
    (
        "河川自治州",
        "Hechuan",
        108.08,
        24.69,
        5.6,
        "金城岭区 Jinchengling/宜河县 Yihe/南丹岭县 Nandanling/东兰溪县 Donglanxi/环河自治县 Huanhe",
    ),
    ("来江市", "Laijiang", 109.22, 23.75, 3.8, "兴滨区 Xingbin/忻岭县 Xinling/象河县 Xianghe/武宣坡县 Wuxuanpo/合山口县 Heshankou"),
    ("崇溪市", "Chongxi", 107.36, 22.38, 4.8, "江洲区 Jiangzhou/扶河县 Fuhe/宁岭县 Ningling/龙溪县 Longxi/大新坡县 Daxinpo/天河县 Tianhe"),
)


def regions() -> list[DemoRegion]:
    """Parents before children. Two prefectures have a county 城东区 of the same name, as real provinces do."""
    found = [DemoRegion(PROVINCE_CODE, "南江省", "Nanjiang Province", "province", "", 108.8, 23.6, 1.0)]
    total = sum(row[4] for row in _PREFECTURES)
    for number, (name, name_en, longitude, latitude, weight, counties) in enumerate(_PREFECTURES, start=1):
        code = f"{PROVINCE_CODE}{number:02}"
        found.append(DemoRegion(code, name, name_en, "prefecture", PROVINCE_CODE, longitude, latitude, weight / total))
        found.extend(_counties(code, counties.split("/"), longitude, latitude))
    return found


def _counties(prefecture: str, names: list[str], longitude: float, latitude: float) -> list[DemoRegion]:
    shares = [1 / (position + 1.5) for position in range(len(names))]
    return [
        DemoRegion(
            code=f"{prefecture}{position + 1:02}",
            name=chinese,
            name_en=english,
            level="county",
            parent=prefecture,
            longitude=round(longitude + 0.32 * ((position % 3) - 1), 3),
            latitude=round(latitude + 0.27 * (position // 3 - 1), 3),
            weight=share / sum(shares),
        )
        for position, (share, (chinese, english)) in enumerate(zip(shares, (name.split(" ") for name in names), strict=True))
    ]

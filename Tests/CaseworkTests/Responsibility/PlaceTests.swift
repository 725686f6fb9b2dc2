import Casework
import Testing

/// Where a request happened, seen through the decision: each county has its own department here, so a wrong place shows.
struct PlaceTests {
    static func place(address: String? = nil, title: String = "", body: String = "", region: RegionCode? = nil) throws -> RoutingDecision {
        try Given.map([Given.entry(1, "01", to: "code:gov")])
            .resolve(Given.question(region: region, title: title, body: body, address: address))
    }

    @Test(
        arguments: [
            ("丽水市莲都区白云街道大猷街12号", "330101"),
            ("莲都区", "3301"),
            ("浙江省丽水市青田县温溪镇", "330201"),
            ("浙江省青田温溪", "330201"),
            ("青田 温溪 学士路", "330201"),
            ("青田县，温溪", "330201"),
            ("温溪镇学士路", "330201"),
            ("住温溪", "330201"),
            ("青田", "3302"),
            ("景宁畲族自治县", "3304"),
            ("景宁县", "3304"),
            ("景宁", "3304"),
            ("龙泉剑池", "330301"),
            // The county says which of the two it is.
            ("龙泉市太平", "330302"),
            ("莲都太平", "330102"),
            ("太平乡", "330102"),
            ("太平镇", "330302"),
            ("青田县剑池镇", "3302"),
            // A road is no place of its name.
            ("莲都区龙泉路12号", "3301"),
            ("莲都区白云山森林公园", "3301"),
            ("青田县海口村", "3302"),
            // Two townships of one county leave the county.
            ("青田县温溪镇到海口镇公路", "3302"),
            ("丽水市", "33"),
        ] as [(String, RegionCode)])
    func `an address tells the region`(address: String, region: RegionCode) throws {
        let decision = try Self.place(address: address)
        #expect(decision.region == region)
        #expect(decision.basis.contains { if case .regionByAddress = $0 { true } else { false } })
    }

    @Test(arguments: [
        "龙泉路12号", "青田街5号", "白云山", "海口市龙华区", "成都市龙泉驿区", "太平", "中山路1号", "", "龙泉剑一把", "青田石雕城",
    ])
    func `an address without a known place tells nothing`(address: String) throws {
        #expect(try Self.place(address: address).region == nil)
    }

    @Test(
        arguments: [
            ("我是青田县温溪镇居民，楼下占道经营。", "330201"),
            ("本人家住景宁县城", "3304"),
            ("丽水青田温溪的烧烤摊", "330201"),
            ("温溪镇政府不管", "330201"),
            ("莲都区太平的山路", "330102"),
            ("龙泉太平那边", "330302"),
            ("景宁县新建镇卫生院", "330401"),
            ("在青田县买了一把龙泉宝剑", "3302"),
            ("青田县的人去海口市旅游", "3302"),
            ("莲都区有人在白云山砍树，天下太平", "3301"),
            ("龙泉市民反映", "3303"),
            ("青田县和温溪镇", "330201"),
        ] as [(String, RegionCode)])
    func `prose tells the region`(body: String, region: RegionCode) throws {
        let decision = try Self.place(body: body)
        #expect(decision.region == region)
        #expect(decision.basis.contains { if case .regionByText = $0 { true } else { false } })
    }

    @Test(arguments: [
        "想买一把龙泉宝剑", "青田石被假冒", "天下太平，白云飘飘", "要求新建镇卫生院", "新建的路", "去海口市旅游被宰", "温溪的水",
        "在龙泉市场买菜", "龙泉路施工扰民", "丽水龙泉路施工扰民", "太平间收费", "海口 太平 白云", "温溪乡", "剑池镇",
    ])
    func `ordinary words in prose are no place`(body: String) throws {
        #expect(try Self.place(body: body).region == nil)
    }

    @Test(arguments: [
        ("", "青田县和龙泉市交界处"), ("青田县", "龙泉市的车"), ("", "温溪镇有人从莲都区运来"), ("莲都区", "温溪镇"),
    ])
    func `two counties are no place`(title: String, body: String) throws {
        let decision = try Self.place(title: title, body: body)
        #expect(decision.region == nil)
        #expect(decision.unknown.contains { $0.hasPrefix("which of the regions") })
    }

    @Test func `two counties where the place decides go to the dispatcher by name`() throws {
        let decision = try Given.map([Given.entry(1, "01", to: "auth:urban@county")])
            .resolve(Given.question(body: "青田县和莲都区交界处"))
        #expect(decision.outcome == .dispatcher(reason: .regionAmbiguous(["3301", "3302"])))
    }

    @Test func `the address decides whatever the letter says`() throws {
        #expect(try Self.place(address: "莲都区白云街道", body: "青田县和龙泉市的车").region == "330101")
        #expect(try Self.place(address: "莲都区", body: "青田县的车").region == "3301")
    }

    @Test func `a coarse address is refined by a letter that agrees`() throws {
        #expect(try Self.place(address: "丽水市", body: "青田县温溪镇").region == "330201")
        #expect(try Self.place(address: "青田县", title: "温溪镇").region == "330201")
        #expect(try Self.place(title: "青田县", body: "温溪镇").region == "330201")
    }

    @Test func `the letter settles namesakes in the address`() throws {
        #expect(try Self.place(address: "太平", body: "龙泉市").region == "330302")
        #expect(try Self.place(address: "太平", body: "青田县").region == nil)
    }

    @Test func `a region given stands, refined by an address within it`() throws {
        #expect(try Self.place(address: "温溪镇", region: "3302").region == "330201")
        #expect(try Self.place(address: "丽水市", region: "3302").region == "3302")
        #expect(try Self.place(body: "龙泉市", region: "3302").region == "3302")
        let contradiction = try Self.place(address: "龙泉市", region: "3302")
        #expect(contradiction.region == "3302")
        #expect(contradiction.unknown == ["why the address speaks of region 3303"])
    }
}

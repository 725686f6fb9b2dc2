/// Where a request happened, as far as the question says: the region given, refined by the address; without one, the address, then the text.
struct RoutingPlace {
    let region: RegionCode?
    let finding: AddressMatcher.Finding
    let basis: [RoutingBasis]
    let unknown: [String]

    init(of question: RoutingQuestion, texts: RoutingTexts, in map: ResponsibilityMap) {
        var unknown: [String] = []
        let address = question.address.map { map.addresses.find(in: FoldedText($0), as: .address) } ?? .nothing

        if let given = question.region, map.region(given) != nil {
            var region = given
            var basis: [RoutingBasis] = [.regionGiven]
            if case .region(let found, let words) = address, found != given {
                if map.territory.contains(given, found) {
                    region = found
                    basis.append(.regionByAddress(words))
                } else if !map.territory.contains(found, given) {
                    unknown.append("why the address speaks of region \(found)")
                }
            }
            self.init(region: region, finding: .region(region, words: []), basis: basis, unknown: unknown)
            return
        }
        if let given = question.region { unknown.append("region \(given) is not in the list") }

        if case .region(let found, _) = address, map.territory.isLeaf(found) {
            self.init(address, inAddress: true, unknown: unknown)
            return
        }
        let text = Self.merge(
            map.addresses.find(in: texts.title, as: .prose), map.addresses.find(in: texts.body, as: .prose), in: map.territory)
        switch (address, text) {
        case (.nothing, _):
            self.init(text, inAddress: false, unknown: unknown)
        case (.region(let outer, _), .region(let inner, let words)) where outer != inner && map.territory.contains(outer, inner):
            // "丽水市" in the address and 青田县 in the letter agree; the closer one says more.
            self.init(.region(inner, words: words), inAddress: false, unknown: unknown)
        case (.ambiguous(let choices, let words), .region(let context, _)):
            let fitting = choices.filter { choice in
                guard let county = map.territory.county(of: context) else { return false }
                return map.territory.county(of: choice) == county
            }
            let settled: AddressMatcher.Finding = fitting.count == 1 ? .region(fitting[0], words: words) : address
            self.init(settled, inAddress: true, unknown: unknown)
        default:
            self.init(address, inAddress: true, unknown: unknown)
        }
    }

    private init(_ finding: AddressMatcher.Finding, inAddress: Bool, unknown: [String]) {
        switch finding {
        case .region(let region, let words):
            let basis: RoutingBasis = inAddress ? .regionByAddress(words) : .regionByText(words)
            self.init(region: region, finding: finding, basis: [basis], unknown: unknown)
        case .ambiguous(let choices, _):
            let list = choices.map(\.rawValue).joined(separator: ", ")
            self.init(region: nil, finding: finding, basis: [], unknown: unknown + ["which of the regions \(list) is meant"])
        case .nothing:
            self.init(region: nil, finding: finding, basis: [], unknown: unknown + ["the region"])
        }
    }

    private init(region: RegionCode?, finding: AddressMatcher.Finding, basis: [RoutingBasis], unknown: [String]) {
        self.region = region
        self.finding = finding
        self.basis = basis
        self.unknown = unknown
    }

    /// What title and body say together: one may be closer than the other, but they must not name two counties.
    private static func merge(
        _ title: AddressMatcher.Finding, _ body: AddressMatcher.Finding, in territory: Territory
    ) -> AddressMatcher.Finding {
        switch (title, body) {
        case (.nothing, _): return body
        case (_, .nothing): return title
        case (.region(let first, let words), .region(let second, let others)):
            if territory.contains(first, second) { return body }
            if territory.contains(second, first) { return title }
            if let county = territory.county(of: first), county == territory.county(of: second) {
                return .region(county, words: words + others)
            }
            return .ambiguous([first, second].sorted(), words: words + others)
        case (.ambiguous(let choices, let words), .region(let context, let others)),
            (.region(let context, let others), .ambiguous(let choices, let words)):
            let county = territory.county(of: context)
            let fitting = choices.filter { county != nil && territory.county(of: $0) == county }
            // Namesakes are settled by the county; two counties named outright are not.
            guard fitting.count == 1, fitting[0] != county else { return .ambiguous(choices, words: words + others) }
            return .region(fitting[0], words: words + others)
        case (.ambiguous(let first, let words), .ambiguous(let second, let others)):
            return .ambiguous(Set(first + second).sorted(), words: words + others)
        }
    }
}

extension TimeLimit {
    /// The grounds for which its time stands still, as its own words say: `suspension …` is any named reason, "inspection and
    /// appraisal time not counted" is that alone. A rule without such words runs on, whatever is waited for.
    public var pauseGrounds: Set<SuspensionGround> {
        guard let pause else { return [] }
        if pause.contains("suspension") { return Set(SuspensionGround.requestable) }
        return Set(Self.grounds.lazy.filter { pause.contains($0.words) }.map(\.ground))
    }

    /// Whether its time stands still for a ground.
    func stands(for ground: SuspensionGround) -> Bool { pauseGrounds.contains(ground) }

    private static let grounds: [(words: String, ground: SuspensionGround)] = [
        ("inspection", .inspection), ("appraisal", .inspection), ("verification", .verification), ("hearing", .hearing),
        ("third part", .thirdParty), ("other organs", .otherOrgan), ("other organs", .coProducer),
    ]
}
